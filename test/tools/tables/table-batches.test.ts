/** Large tables in batches: every row once, whatever the server's cap, the density of ids and the filters. */
import { newestVersion } from '../../../src/cave/tables/materialize';
import { toId } from '../../../src/core/ids';
import type { Cell } from '../../../src/core/table';
import { readArgs } from '../../../src/tools/declaration/args';
import type { OutputCell } from '../../../src/tools/declaration/declare';
import { caveTable } from '../../../src/tools/get/cave-table';
import { nextTableRows, type TableCursor } from '../../../src/tools/tables/table-batches';
import { planTable } from '../../../src/tools/tables/table-plan';
import { errorOf, memory, testEnvironment } from '../../support/sandbox-driver';

const b = testEnvironment();
const ctx = b.ctx();
const stack = b.stack();

const planOf = (...values: unknown[]) => b.run(planTable(stack, readArgs(caveTable, values), ctx));

/** All batches, the cursor through JSON between them as a job keeps it. */
function batches(...values: unknown[]): { rows: OutputCell[][]; steps: number } {
  const plan = planOf(...values);
  const rows: OutputCell[][] = [];
  let cursor: TableCursor | null = null;
  for (let steps = 1; steps < 2000; steps++) {
    const batch: { rows: OutputCell[][]; next: TableCursor | null } = b.run(
      nextTableRows(stack, plan, cursor),
    );
    rows.push(...batch.rows);
    if (batch.next === null) return { rows, steps };
    cursor = JSON.parse(JSON.stringify(batch.next)) as TableCursor;
  }
  throw new Error('the table has no end');
}

const whole = (...values: unknown[]): OutputCell[][] =>
  b.run(caveTable.answer(readArgs(caveTable, values), ctx)).slice(1);

test('every row of a table once, in order', () => {
  const { rows, steps } = batches('cell_info');
  expect(rows).toEqual(whole('cell_info', '', '', 40_000));
  expect(steps).toBe(1);
});

test('under a cap of 100 rows', () => {
  b.sandbox.setFaults({ rowCap: 100 });
  const { rows, steps } = batches('cell_info', '', 'id, tag');
  b.sandbox.setFaults({});
  expect(rows).toEqual(whole('cell_info', '', 'id, tag', 40_000));
  console.log(`${rows.length} rows under a cap of 100: ${steps} steps`);
  expect(steps).toBeLessThan(40);
});

test('filters of the server and of here', () => {
  const filters = 'tag2 = cell type; tag != GNG104; tag ~ ^GNG';
  const { rows } = batches('cell_info', filters, 'tag');
  expect(rows).toEqual(whole('cell_info', filters, 'tag', 40_000));
  expect(rows.length).toBeGreaterThan(5);
});

test('a table that refers to another', () => {
  const { rows } = batches('cell_ids', 'tag_ref != motor', 'id, tag_ref');
  expect(rows).toEqual(whole('cell_ids', 'tag_ref != motor', 'id, tag_ref', 40_000));
});

test('a sparse and a filtered end are found by count, not by walking on', () => {
  const { rows, steps } = batches('synapses_v2', 'id > 500000', 'id');
  const ids = rows.map((row) => row[0] as Cell);
  expect(new Set(ids).size).toBe(ids.length);
  expect(steps).toBeLessThan(8);
});

test('bounds of one’s own on the id', () => {
  const filters = 'id >= 1000; id < 3001; tag2 = cell type';
  expect(batches('cell_info', filters, 'id').rows).toEqual(whole('cell_info', filters, 'id', 40_000));
  b.sandbox.setFaults({ rowCap: 100 });
  const { rows } = batches('cell_info', filters, 'id');
  b.sandbox.setFaults({});
  expect(rows).toEqual(whole('cell_info', filters, 'id', 40_000));
});

test.each([1, 37, 250])('a limit of %d', (limit) => {
  b.sandbox.setFaults({ rowCap: 100 });
  const { rows } = batches('cell_info', 'tag != motor', 'id', limit);
  b.sandbox.setFaults({});
  expect(rows).toEqual(whole('cell_info', 'tag != motor', 'id', 40_000).slice(0, limit));
});

/** As `batches`, with a server that says it has more rows than it gives. */
function rowsOverCount(table: string): OutputCell[][] {
  const plan = planOf(table, 'id < 20', 'id');
  const rows: OutputCell[][] = [];
  let cursor: TableCursor | null = { from: toId('0'), span: 10, seen: 0, total: 1000, given: 0 };
  for (let steps = 0; steps < 20 && cursor !== null; steps++) {
    const batch: { rows: OutputCell[][]; next: TableCursor | null } = b.run(
      nextTableRows(stack, plan, cursor),
    );
    rows.push(...batch.rows);
    cursor = batch.next;
  }
  expect(cursor).toBeNull();
  return rows;
}

test('fewer rows than were counted: refused, unless a join drops those without a target', () => {
  expect(errorOf(() => rowsOverCount('cell_info'))).toMatchObject({ code: 'SHORT' });
  expect(rowsOverCount('cell_ids')).toHaveLength(19);
});

test('nothing to bring ends at once', () => {
  expect(batches('cell_info', 'tag = no such tag')).toEqual({ rows: [], steps: 1 });
});

test('live tables and filters on the other table are refused in words', () => {
  expect(errorOf(() => batches('cell_info', '', '', '', 'live'))).toMatchObject({ code: 'INPUT' });
  expect(errorOf(() => batches('cell_ids', 'tag_ref = motor'))).toMatchObject({ code: 'INPUT' });
});

test('a version that is named stays the version', () => {
  const { version } = b.run(newestVersion(stack, memory(), b.now() / 1000));
  expect(planOf('cell_info', '', '', '', String(version)).instant).toEqual({ version });
});
