/** Lines, spans and boxes after insertion, deletion and moving, against a list of labelled lines. */
import { boxAfter, type LineChange, lineAfter, spanAfter } from '../../../src/sheet/layout/line-change';
import { random } from '../helpers';

const SIZE = 12;

/** The same change on a list: a label a line, `null` for new lines. */
function applyChange(lines: (number | null)[], change: LineChange): (number | null)[] {
  const list = [...lines];
  if (change.kind === 'insert')
    list.splice(change.before - 1, 0, ...new Array<null>(change.count).fill(null));
  else if (change.kind === 'delete') list.splice(change.first - 1, change.count);
  else {
    const movedLines = list.splice(change.first - 1, change.count);
    const to = change.before > change.first ? change.before - change.count : change.before;
    list.splice(to - 1, 0, ...movedLines);
  }
  return list;
}

function anyChange(next: (below: number) => number): LineChange {
  const first = 1 + next(SIZE);
  const count = 1 + next(Math.min(4, SIZE - first + 1));
  const kind = (['insert', 'delete', 'move'] as const)[next(3)]!;
  if (kind === 'insert') return { kind, axis: 'rows', before: 1 + next(SIZE + 1), count };
  if (kind === 'delete') return { kind, axis: 'rows', first, count };
  const outside = Array.from({ length: SIZE + 1 }, (_, i) => i + 1).filter(
    (before) => before <= first || before >= first + count,
  );
  return { kind, axis: 'rows', first, count, before: outside[next(outside.length)]! };
}

test.each([1, 2, 3, 4])('seed %i: every line is where the list has it', (seed) => {
  const next = random(seed);
  for (let i = 0; i < 2000; i++) {
    const change = anyChange(next);
    const list = applyChange(
      Array.from({ length: SIZE }, (_, n) => n + 1),
      change,
    );
    const lines = Array.from({ length: SIZE }, (_, n) => n + 1);
    const places = lines.map((line) => list.indexOf(line)).map((at) => (at < 0 ? null : at + 1));
    expect([change, lines.map((line) => lineAfter(line, change))]).toEqual([change, places]);
  }
});

test.each([5, 6])(
  'seed %i: a span keeps its first and last line, or shrinks to what is left of it',
  (seed) => {
    const next = random(seed);
    for (let i = 0; i < 2000; i++) {
      const change = anyChange(next);
      if (change.kind === 'move') continue;
      const first = 1 + next(SIZE);
      const last = first + next(SIZE - first + 1);
      const keptLines = Array.from({ length: last - first + 1 }, (_, n) =>
        lineAfter(first + n, change),
      ).filter((line): line is number => line !== null);
      const expected =
        keptLines.length === 0 ? null : { first: Math.min(...keptLines), last: Math.max(...keptLines) };
      expect([change, first, last, spanAfter({ first, last }, change)]).toEqual([
        change,
        first,
        last,
        expected,
      ]);
    }
  },
);

test.each<[string, [number, number], [number, number, number], [number, number]]>([
  ['a span wholly moved goes along', [3, 4], [3, 2, 9], [7, 8]],
  ['a span wholly moved upwards', [7, 8], [7, 2, 2], [2, 3]],
  ['a line moved out of a span shortens it', [2, 6], [4, 1, 10], [2, 5]],
  ['the first line moved out', [2, 6], [2, 1, 10], [2, 5]],
  ['a line moved into a span lengthens it', [2, 4], [8, 1, 3], [2, 5]],
  ['a line moved inside keeps it', [2, 6], [3, 1, 6], [2, 6]],
  ['a line moved across keeps its size', [4, 6], [1, 1, 9], [3, 5]],
])('%s', (_name, [first, last], [from, count, before], [newFirst, newLast]) => {
  const change = { kind: 'move', axis: 'columns', first: from, count, before } as const;
  expect(spanAfter({ first, last }, change)).toEqual({ first: newFirst, last: newLast });
  const box = { row: 5, rows: 2, column: first, columns: last - first + 1 };
  expect(boxAfter(box, change)).toEqual({
    row: 5,
    rows: 2,
    column: newFirst,
    columns: newLast - newFirst + 1,
  });
});
