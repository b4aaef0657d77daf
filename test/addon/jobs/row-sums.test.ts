/** The row sums of a run tells which rows still hold what it wrote, in whatever order they stand. */
import type { Host } from '../../../src/addon/interfaces/host';
import { rowSumsOf, unchangedRows } from '../../../src/addon/jobs/row-sums';
import type { Job } from '../../../src/addon/jobs/state';
import { WriteRecord } from '../../../src/addon/jobs/write-record';
import { PackedCells } from '../../../src/addon/sheet/look/cells';
import type { Table } from '../../../src/addon/sheet/table/table';
import type { Cell } from '../../../src/core/table';
import { random } from '../../../workbench/random';

const HEADERS = ['current_id', 'share'];
type Row = [key: string, current: string, share: string | number];

const tableOf = (rows: readonly Row[]): Table =>
  ({
    first: 1,
    keys: rows.map(([key]) => (key === '' ? null : key)),
    columns: new Map(HEADERS.map((header, i) => [header, i + 1])),
    grid: { values: PackedCells.of<Cell>([['root_id', ...HEADERS], ...rows]) },
  }) as unknown as Table;

const recordOf = (rows: readonly Row[]): WriteRecord =>
  new WriteRecord(
    rows.map(([id, current_id, share], i) => ({
      id,
      row: i + 1,
      state: 'done',
      before: { current_id: { value: '' }, share: { value: '' } },
      after: { current_id, share },
      mark: [],
      beside: {},
    })),
  );

const job = (id: string, more: Partial<Job> = {}): Job =>
  ({
    id,
    number: id === 'old' ? 1 : 2,
    kind: 'current',
    schedule: 's',
    scheduleStep: 0,
    replace: true,
    datastack: 'd',
    headers: HEADERS,
    options: {},
    sheetId: 1,
    key: { tag: 't', header: 'root_id' },
    ...more,
  }) as unknown as Job;

const hostWith = (old: Job): Host =>
  ({ documentStore: { all: () => ({ 'job-old': JSON.stringify(old) }) } }) as unknown as Host;

const rows: Row[] = Array.from({ length: 300 }, (_x, i) => [`7205759${i}`, `7205769${i}`, i / 300]);
const rowSums = rowSumsOf(tableOf(rows), recordOf(rows), job('old'));

function unchangedKeys(now: readonly Row[], written: readonly Row[] = [], more: Partial<Job> = {}): string[] {
  const found = unchangedRows(
    hostWith(job('old', { rowSums })),
    job('new', more),
    tableOf(now),
    recordOf(written),
    new Set(now.map(([key]) => key)),
  );
  return [...found.keys()];
}

test('all rows, also in another order, beside new rows without cells', () => {
  expect(unchangedKeys(rows)).toHaveLength(300);
  expect(unchangedKeys([...rows].reverse())).toHaveLength(300);
  expect(unchangedKeys([...rows, ['99', '', '']])).toHaveLength(300);
});

test.each(Array.from({ length: 20 }, (_x, i) => 70 + i))(
  'seed %i: one change, and no row with it passes',
  (seed) => {
    const next = random(seed);
    const at = Math.floor(next() * rows.length);
    const [key, current, share] = rows[at]!;
    const changes: Row[] = [
      [key, `${current}1`, share],
      [key, current, 0.123],
      [`${key}0`, current, share],
      [key, '', share],
      [key, String(share), current],
    ];
    for (const changed of changes) {
      const found = unchangedKeys(rows.map((row, i) => (i === at ? changed : row)));
      expect(found).not.toContain(changed[0]);
      expect(found.length).toBeGreaterThan(270);
    }
    const gone = unchangedKeys(rows.filter((_row, i) => i !== at));
    expect(gone.length).toBeLessThan(299);
  },
);

test('two rows that swap their cells', () => {
  const [a, b] = [rows[0]!, rows[1]!];
  const found = unchangedKeys([[a[0], b[1], b[2]], [b[0], a[1], a[2]], ...rows.slice(2)]);
  expect(found).not.toContain(a[0]);
  expect(found).not.toContain(b[0]);
});

test('where this run has written, what stood there before counts', () => {
  const written = rows.slice(0, 100).map(([key, current, share]): Row => [key, `${current}5`, share]);
  const record = new WriteRecord(
    written.map(([id, current_id, share], i) => ({
      id,
      row: i + 1,
      state: 'done',
      before: { current_id: { value: rows[i]![1] }, share: { value: rows[i]![2] } },
      after: { current_id, share },
      mark: [],
      beside: {},
    })),
  );
  const host = hostWith(job('old', { rowSums }));
  const now = [...written, ...rows.slice(100)];
  const keys = new Set(rows.slice(100).map(([key]) => key));
  expect(unchangedRows(host, job('new'), tableOf(now), record, keys).size).toBe(200);
});

test('a cell that no longer held what the run wrote when it ended: its group counts as changed', () => {
  const now = rows.map((row, i): Row => (i === 5 ? [row[0], '1', row[2]] : row));
  const spoilt = rowSumsOf(tableOf(now), recordOf(rows), job('old'));
  const host = hostWith(job('old', { rowSums: spoilt }));
  const found = unchangedRows(host, job('new'), tableOf(now), recordOf([]), new Set(now.map(([key]) => key)));
  expect(found.has(rows[5]![0])).toBe(false);
  expect(found.size).toBeGreaterThan(270);
});

test.each([
  ['other details', { headers: ['current_id'] }],
  ['another datastack', { datastack: 'e' }],
  ['another step', { scheduleStep: 1 }],
  ['another tab', { sheetId: 2 }],
  ['no schedule', { schedule: '' }],
  ['what is filled stays', { replace: false }],
] as [string, Partial<Job>][])('%s: everything is asked about', (_name, more) => {
  expect(unchangedKeys(rows, [], more)).toEqual([]);
});
