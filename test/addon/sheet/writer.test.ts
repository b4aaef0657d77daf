/** Writing answers: the right cells, no other cell, few calls; headers, and rows that move during the write. */
import { type ColumnSnapshot, readColumns } from '../../../src/addon/sheet/column-snapshot';
import {
  clearMarks,
  ensureColumns,
  markChanged,
  type Placement,
  writeHeader,
  writeRows,
} from '../../../src/addon/sheet/writer';
import type { Cell } from '../../../src/core/table';
import { random } from '../../../workbench/random';
import { type FakeHost, fakeHost } from '../../support/fake-host';

const HEADERS = ['current_id', 'share', 'volume_um3'];

function frameOf(host: FakeHost): ColumnSnapshot {
  return readColumns(host.tab, 'root_id', 1, HEADERS, 'ids');
}

function filled(rows: Cell[][], top: Cell[] = ['root_id', ...HEADERS]): FakeHost {
  const host = fakeHost();
  host.tab.put(1, 1, [top, ...rows]);
  host.counts.clear();
  return host;
}

describe('ensureColumns', () => {
  test('adds what is missing right of the last column, bold, ids as text', () => {
    const host = filled([['11', '', 'x']], ['root_id', 'share', 'note']);
    expect(ensureColumns(host.tab, 'root_id', 1, HEADERS)).toEqual(['current_id', 'volume_um3']);
    expect(host.tab.grid()[0]).toEqual(['root_id', 'share', 'note', 'current_id', 'volume_um3']);
    expect([...host.tab.bold]).toEqual(['D1', 'E1']);
    expect([...host.tab.formats]).toEqual([
      ['D2', '@'],
      ['E2', '#,##0.000'],
    ]);
    expect(ensureColumns(host.tab, 'root_id', 1, HEADERS)).toEqual([]);
  });

  test('widens a tab that is full', () => {
    const host = filled([['11']], ['root_id']);
    host.tab.columnsThere = 2;
    ensureColumns(host.tab, 'root_id', 1, HEADERS);
    expect(host.tab.columnsThere).toBe(4);
    expect(host.tab.grid()[0]).toEqual(['root_id', ...HEADERS]);
  });

  test('a row inserted above at that moment: headers end up in one row, once', () => {
    const host = filled([['11']], ['root_id']);
    let inserted = false;
    host.world.beforeCall = (method) => {
      if (method !== 'setValues' || inserted) return;
      inserted = true;
      host.tab.cells.splice(0, 0, []);
    };
    ensureColumns(host.tab, 'root_id', 1, ['share']);
    expect(host.tab.grid()).toEqual([
      ['', ''],
      ['root_id', 'share'],
      ['11', ''],
    ]);
  });
});

describe('writeRows', () => {
  test('an answer never becomes a formula or a number', () => {
    const host = filled([['11'], ['12']]);
    const values = { current_id: '720575941234567890', share: '=HYPERLINK("http://evil.example")' };
    writeRows(host.file, frameOf(host), [{ index: 1, values }]);
    expect(host.tab.grid()[2]).toEqual(['12', values.current_id, values.share, '']);
    expect(host.tab.formulaAt(3, 3)).toBe('');
  });

  test.each<[string, number, Cell[], number]>([
    ['side by side', 1, ['root_id', ...HEADERS], 1],
    ['side by side', 900, ['root_id', ...HEADERS], 1],
    ['one of three apart', 900, ['root_id', 'current_id', 'share', 'note', 'volume_um3'], 2],
    ['all apart', 900, ['root_id', 'current_id', 'a', 'share', 'b', 'volume_um3'], 3],
  ])('columns %s, %i rows: one write a run of columns', (_words, rows, top, writes) => {
    const host = filled(
      Array.from({ length: rows }, (_r, i) => [String(i + 1)]),
      top,
    );
    const frame = frameOf(host);
    host.counts.clear();
    writeRows(
      host.file,
      frame,
      Array.from({ length: rows }, (_r, index) => ({
        index,
        values: { current_id: String(index), share: 1 },
      })),
    );
    expect(host.counts.of('setValues')).toBe(writes);
    expect(host.counts.of('setFormat')).toBeLessThanOrEqual(2);
    // What was written is looked at once: the headers, and one read of the frame.
    expect([host.counts.of('flush'), host.counts.of('values'), host.counts.of('formulas')]).toEqual([
      1, 4, 1,
    ]);
  });

  test('each row with a formula costs its other cells and one more block, no more', () => {
    const rows = Array.from({ length: 300 }, (_r, i): Cell[] => [
      String(i + 1),
      '',
      i % 100 === 50 ? '=1' : '',
    ]);
    const host = filled(rows);
    const frame = frameOf(host);
    host.counts.clear();
    writeRows(
      host.file,
      frame,
      rows.map((_row, index) => ({ index, values: { current_id: 'a', share: 'b', volume_um3: 3 } })),
    );
    expect(host.counts.of('setValues')).toBe(4 + 3 * 2);
    expect(host.tab.formulaAt(52, 3)).toBe('=1');
    expect(host.tab.grid()[51]).toEqual(['51', 'a', 'computed', 3]);
  });

  test('nothing to place, nothing asked of the sheet', () => {
    const host = filled([['11']]);
    const frame = frameOf(host);
    host.counts.clear();
    expect(writeRows(host.file, frame, [])).toBe(frame);
    expect([...host.counts]).toEqual([]);
  });

  test('130,000 placements in one write', () => {
    const host = filled(
      Array.from({ length: 130_000 }, (_r, i) => [i + 1]),
      ['root_id', 'share'],
    );
    const frame = frameOf(host);
    writeRows(
      host.file,
      frame,
      frame.keys.map((_key, index) => ({ index, values: { share: index } })),
    );
    expect(host.tab.cells[130_000]!.map(({ value }) => value)).toEqual([130_000, 129_999]);
  });
});

function shuffled<T>(list: readonly T[], next: () => number): T[] {
  return list
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

const OLD: Cell[] = ['', 'old', '007', '=text', 0, 3.5, true, false, "'quoted", new Date(86_400_000)];
const NEW = ['', 'new', '720575941234567890', '=1+1', '+2', "it's", 0, -1.5, true];

/** Rows, columns and placements of a case: any order of columns, blank and double keys, formulas, gaps. */
function randomCase(next: () => number) {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const top = shuffled(['root_id', 'note', 'comment', ...HEADERS.filter(() => next() < 0.85)], next);
  const count = 1 + Math.floor(next() * 14);
  const rows = Array.from({ length: count }, (_r, i) =>
    top.map((header): Cell => {
      if (header === 'root_id') return next() < 0.15 ? '' : String(next() < 0.2 ? 7 : 100 + i);
      if (header === 'note') return `note ${i}`;
      return next() < 0.12 ? '=FORMULA' : pick(OLD.filter((cell) => cell !== '=text'));
    }),
  );
  const host = fakeHost();
  host.tab.put(1, 1, [top, ...rows]);
  return { host, top, count, pick };
}

test('seeds 1–400: every placed cell is right, every other cell holds what it held', () => {
  for (let seed = 1; seed <= 400; seed++) {
    const next = random(seed);
    const { host, top, count, pick } = randomCase(next);
    const frame = frameOf(host);
    const placements: Placement[] = [];
    const want = host.tab.grid();
    for (let index = 0; index < count; index++) {
      if (next() < 0.5) continue;
      const values: Record<string, string | number | boolean> = {};
      [...frame.columns.keys()].forEach((header, slot) => {
        if (next() < 0.4) return;
        values[header] = pick(NEW);
        if (!frame.formulas[index]![slot]) want[index + 1]![top.indexOf(header)] = values[header];
      });
      placements.push({ index, values });
    }
    const formulas = host.tab.formulas(1, 1, count + 1, top.length);
    host.counts.clear();
    writeRows(host.file, frame, shuffled(placements, next));
    const got = host.tab.values(1, 1, count + 1, top.length);
    expect({ seed, got }).toEqual({ seed, got: want });
    expect({ seed, got: host.tab.formulas(1, 1, count + 1, top.length) }).toEqual({ seed, got: formulas });
    const rows = frame.keys.filter(
      (key, index) => frame.formulas[index]!.some(Boolean) || key === null,
    ).length;
    expect(host.counts.of('setValues')).toBeLessThanOrEqual(3 * (1 + rows * 3));
  }
});

/** Rows that show anything but their own id's answer; a blank is left to the last look over the sheet. */
function wrongRows(host: FakeHost, answers: ReadonlyMap<string, string>): string[] {
  const [top, ...rows] = host.tab.grid() as string[][];
  const at = (header: string) => top!.indexOf(header);
  return rows.flatMap((row) => {
    const id = row[at('root_id')]!;
    const want = answers.get(id) ?? '';
    const shown = row[at('share')]!;
    return shown === want || (shown === '' && host.tab.grid().length > answers.size + 1)
      ? []
      : [`${row[at('note')]} ${id}: ${shown}, not ${want}`];
  });
}

test('seeds 1–300: a sort, an insert or a deletion at any call of a write puts no answer on a wrong row', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const next = random(seed);
    const ids = Array.from({ length: 3 + Math.floor(next() * 8) }, (_x, i) => String(100 + i));
    const host = filled(
      ids.map((id, i) => [id, `note ${i}`, '']),
      ['root_id', 'note', 'share'],
    );
    const frame = frameOf(host);
    const answers = new Map(ids.map((id) => [id, `answer ${id}`]));
    let calls = 0;
    const strikes = Math.floor(next() * 6) + 1;
    const kind = Math.floor(next() * 3);
    host.world.beforeCall = () => {
      if (++calls !== strikes) return;
      const { cells } = host.tab;
      if (kind === 0) cells.splice(1, cells.length - 1, ...shuffled(cells.slice(1), next));
      else if (kind === 1) cells.splice(1 + Math.floor(next() * cells.length), 0, []);
      else cells.splice(1 + Math.floor(next() * (cells.length - 1)), 1);
    };
    const placements = ids.map((id, index) => ({ index, values: { share: answers.get(id)! } }));
    writeRows(host.file, frame, placements);
    host.world.beforeCall = null;
    expect({ seed, kind, wrong: wrongRows(host, answers) }).toEqual({ seed, kind, wrong: [] });
  }
});

test('a row without an id keeps what it holds when rows move during a write', () => {
  const host = filled(
    [
      ['11', ''],
      ['', 'a heading'],
      ['12', ''],
      ['', 5],
    ],
    ['root_id', 'share'],
  );
  const frame = frameOf(host);
  let inserted = false;
  host.world.beforeCall = (method) => {
    if (method !== 'setValues' || inserted) return;
    inserted = true;
    host.tab.cells.splice(1, 0, []);
  };
  writeRows(host.file, frame, [{ index: 0, values: { share: 7 } }]);
  expect(host.tab.column('B')).toEqual(['share', '', 7, 'a heading', '', 5]);
});

describe('marks', () => {
  test('two service calls for any number of cells, at the addresses of the frame', () => {
    const host = filled([
      ['11', '', ''],
      ['12', '', ''],
    ]);
    const frame = frameOf(host);
    host.counts.clear();
    markChanged(
      frame,
      [
        { index: 0, header: 'share' },
        { index: 1, header: 'current_id' },
      ],
      'changed',
    );
    expect([...host.tab.marks]).toEqual([
      ['C2', 'changed'],
      ['B3', 'changed'],
    ]);
    expect([...host.counts]).toEqual([['mark', 1]]);
    markChanged(frame, [], 'changed');
    clearMarks(frame);
    expect(host.tab.marks.size).toBe(0);
    expect([...host.counts]).toEqual([
      ['mark', 1],
      ['clearMarks', 1],
    ]);
  });

  test('a tab without rows has no marks to clear', () => {
    const host = filled([]);
    const frame = frameOf(host);
    host.counts.clear();
    clearMarks(frame);
    expect([...host.counts]).toEqual([]);
  });
});

test('a header is written back as text where it stood', () => {
  const host = filled([['11']]);
  writeHeader(frameOf(host), 2, '=x');
  expect([host.tab.grid()[0]![1], host.tab.formulaAt(1, 2)]).toEqual(['=x', '']);
});
