/** Which row is which, where ids stand twice, are blank or were changed. */
import { type MarkedRows, markOf, matchRows, shortHash } from '../../../../src/addon/sheet/look/row-identity';
import { random } from '../../../../workbench/random';
import { type PlainRow as MarkedRow, plainRowMatches } from '../../../support/plain-row-matches';

const listOf = (rows: readonly MarkedRow[]): MarkedRows => ({
  length: rows.length,
  keyAt: (i) => rows[i]!.key,
  markAt: (i) => rows[i]!.mark,
});
const match = (rows: readonly MarkedRow[], known: readonly MarkedRow[]) =>
  matchRows(listOf(rows), listOf(known));
const row = (key: string, ...mark: string[]): MarkedRow => ({ key, mark });

test.each<[string, MarkedRow[], MarkedRow[], (number | null)[], number[]]>([
  ['a key that stands once', [row('a', 'x')], [row('b'), row('a', 'y')], [1], []],
  ['copies by their marks', [row('a', '2'), row('a', '1')], [row('a', '1'), row('a', '2')], [1, 0], []],
  ['one copy gone', [row('a', '2')], [row('a', '1'), row('a', '2')], [1], []],
  ['a new copy', [row('a', '1'), row('a', '9')], [row('a', '1')], [0, null], []],
  ['equal copies in order', [row('a'), row('a')], [row('a'), row('a')], [0, 1], []],
  ['an equal copy gone', [row('a', '1')], [row('a', '1'), row('a', '1')], [0], [0]],
  ['a blank row by its mark', [row('', '1'), row('', '2')], [row('', '2')], [null, 0], []],
  ['a blank row of which a cell changed', [row('', '1', '3')], [row('', '1', '2')], [0], []],
  ['blank rows without anything', [row(''), row('')], [row('')], [null, null], []],
  ['an id that was edited', [row('b', '1', '2')], [row('a', '1', '2')], [0], []],
  [
    'an id edited to another row’s, after a column was deleted',
    [row('a', 'n:1'), row('a', 'n:2')],
    [row('a', 'n:1', 'p:5'), row('b', 'n:2', 'p:6')],
    [0, 1],
    [],
  ],
  ['an id edited after a column came', [row('c', 'n:1', 'q:9')], [row('a', 'n:1')], [0], []],
  [
    'copies after a column was deleted',
    [row('a', 'n:2'), row('a', 'n:1')],
    [row('a', 'n:1', 'p:5'), row('a', 'n:2', 'p:6')],
    [1, 0],
    [],
  ],
  ['a new copy beside a bare one', [row('a', 'n:1'), row('a')], [row('a')], [null, 0], []],
  ['an edited id, two alike', [row('b', '1'), row('c', '1')], [row('a', '1')], [null, null], []],
])('%s', (_what, rows, known, entries, unclear) => {
  const found = match(rows, known);
  expect([found.entries, [...found.unclear]]).toEqual([entries, unclear]);
});

test('a mark holds header and value of filled cells, 16 at most', () => {
  const columns = Array.from({ length: 20 }, (_x, column) => ({ code: `h${column}`, column }));
  expect(markOf((column) => ['a', '', 5][column], columns.slice(0, 3))).toEqual([
    `h0:${shortHash('a')}`,
    `h2:${shortHash('5')}`,
  ]);
  expect(markOf(() => 'x', columns)).toHaveLength(16);
});

test('seeds 1–200: any order of rows that differ is found', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const next = random(seed);
    const known = Array.from({ length: 12 }, (_x, i) =>
      row(next() < 0.3 ? '' : `k${Math.floor(next() * 3)}`, `n${i}`),
    );
    const order = known
      .map((_row, i) => ({ i, at: next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ i }) => i);
    expect({
      seed,
      entries: match(
        order.map((i) => known[i]!),
        known,
      ).entries,
    }).toEqual({ seed, entries: order });
  }
});

test('20,000 rows with one key and a mark each are matched at once', () => {
  const known = Array.from({ length: 20_000 }, (_x, i) => row('k', `n${i}`));
  expect(match([...known].reverse(), known).entries[0]).toBe(19_999);
});

describe('ids that changed places by hand', () => {
  /** Entries by what our cells of each row hold. */
  const match = (rows: MarkedRow[], known: MarkedRow[], held: string[], said: string[]) =>
    matchRows(listOf(rows), listOf(known), (i, at) => held[i] === said[at]).entries;
  const known = [row('a', 'n:1'), row('b', 'n:2'), row('c', 'n:3')];
  const answers = ['A', 'B', 'C'];

  test('two', () => {
    expect(match([row('b', 'n:1'), row('a', 'n:2'), row('c', 'n:3')], known, answers, answers)).toEqual([
      0, 1, 2,
    ]);
  });
  test('all', () => {
    expect(match([row('c', 'n:1'), row('a', 'n:2'), row('b', 'n:3')], known, answers, answers)).toEqual([
      0, 1, 2,
    ]);
  });
  test('in a tab of nothing else', () => {
    const bare = answers.map((key) => row(key.toLowerCase()));
    expect(match([bare[1]!, bare[0]!, bare[2]!], bare, answers, answers)).toEqual([0, 1, 2]);
  });
  test('along a line, with a new one at its end', () => {
    expect(match([row('b', 'n:1'), row('c', 'n:2'), row('d', 'n:3')], known, answers, answers)).toEqual([
      0, 1, 2,
    ]);
  });
  test('to a row without an id, which the run did not know', () => {
    const held = ['A', 'B', 'C', ''];
    const rows = [row('', 'n:1'), row('b', 'n:2'), row('c', 'n:3'), row('a', 'n:4')];
    expect(match(rows, known, held, answers)).toEqual([0, 1, 2, null]);
  });
  test('onto a row that was deleted', () => {
    expect(match([row('b', 'n:1')], known, ['A'], answers)).toEqual([0]);
  });
  test('one of which somebody changed our cell', () => {
    const held = ['A', 'typed', 'C'];
    expect(match([row('b', 'n:1'), row('a', 'n:2'), row('c', 'n:3')], known, held, answers)).toEqual([
      0, 1, 2,
    ]);
  });
  test('their answers are equal: two other cells say it, one does not', () => {
    const same = ['S', 'S'];
    const two = [row('a', 'n:1', 'p:1'), row('b', 'n:2', 'p:2')];
    expect(match([row('b', 'n:1', 'p:1'), row('a', 'n:2', 'p:2')], two, same, same)).toEqual([0, 1]);
    expect(match([row('b', 'n:1'), row('a', 'n:2')], known.slice(0, 2), same, same)).toEqual([1, 0]);
  });
  test('not where rows were sorted, or the other cells changed places', () => {
    expect(match([row('b', 'n:2'), row('a', 'n:1')], known, ['B', 'A'], answers)).toEqual([1, 0]);
    expect(match([row('a', 'n:2'), row('b', 'n:1')], known, ['A', 'B'], answers)).toEqual([0, 1]);
  });
});

describe('seeds 1–4000: packed rows are matched as plain lists are', () => {
  interface HeldRow extends MarkedRow {
    held: string;
  }
  const COLUMNS = ['n', 'p', 'q'];

  function tabOf(next: () => number): { known: HeldRow[]; now: HeldRow[] } {
    const below = (count: number) => Math.floor(next() * count);
    const some = (values: number) =>
      COLUMNS.flatMap((code) => (next() < 0.25 ? [] : [`${code}:${below(values)}`]));
    const values = 1 + below(4);
    const someRow = (i: number): HeldRow => ({
      key: next() < 0.15 ? '' : `k${next() < 0.3 ? below(3) : i + 3}`,
      mark: some(values),
      held: next() < 0.2 ? '' : `a${next() < 0.5 ? below(3) : i + 3}`,
    });
    const known = Array.from({ length: 1 + below(9) }, (_x, i) => someRow(i));
    let now = known.map((each) => ({ ...each }));
    const any = () => now[below(now.length)]!;
    const without = (mark: readonly string[], code: string) => mark.filter((part) => !part.startsWith(code));
    const events: (() => void)[] = [
      () => {
        const [a, b] = [any(), any()];
        [a.key, b.key] = [b.key, a.key];
      },
      () => {
        const keys = now.map(({ key }) => key).sort();
        for (const [i, each] of now.entries()) each.key = keys[i]!;
      },
      () => {
        const keys = now.map(({ key }) => key);
        for (const [i, each] of now.entries()) each.key = keys[i + 1] ?? 'k99';
      },
      () => Object.assign(any(), { key: next() < 0.3 ? '' : `k${below(14)}` }),
      () => Object.assign(any(), { mark: some(values) }),
      () => Object.assign(any(), { held: next() < 0.5 ? '' : `a${below(14)}` }),
      () => {
        const code = COLUMNS[below(3)]!;
        for (const each of now) each.mark = without(each.mark, code);
      },
      () => {
        for (const each of now) each.mark = [...each.mark, `r:${below(values)}`];
      },
      () => {
        if (now.length > 1) now.splice(below(now.length), 1);
      },
      () => now.splice(below(now.length + 1), 0, someRow(below(20))),
      () => now.splice(below(now.length + 1), 0, { ...any() }),
      () => {
        now = now
          .map((each) => ({ each, at: next() }))
          .sort((a, b) => a.at - b.at)
          .map(({ each }) => each);
      },
    ];
    for (let count = below(6); count > 0; count--) events[below(events.length)]!();
    return { known, now };
  }

  test('with the same pairs, and the same rows unclear', () => {
    let [exchanged, doubtful] = [0, 0];
    for (let seed = 1; seed <= 4000; seed++) {
      const { known, now } = tabOf(random(seed));
      const holds = (i: number, at: number) => now[i]!.held === known[at]!.held;
      const found = matchRows(listOf(now), listOf(known), holds);
      const plain = plainRowMatches(now, known, holds);
      expect({ seed, entries: found.entries, unclear: [...found.unclear].sort() }).toEqual({
        seed,
        entries: plain.entries,
        unclear: [...plain.unclear].sort(),
      });
      if (`${matchRows(listOf(now), listOf(known)).entries}` !== `${found.entries}`) exchanged++;
      if (found.unclear.size > 0) doubtful++;
    }
    expect(exchanged).toBeGreaterThan(200);
    expect(doubtful).toBeGreaterThan(20);
  });
});
