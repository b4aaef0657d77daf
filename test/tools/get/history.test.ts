/** Change log, edits and originals as tables: headers, rows, ids that fail alone, calls for 100 ids. */
import { TtError } from '../../../src/core/errors';
import { readArgs } from '../../../src/tools/declaration/args';
import type { OutputCell, TableTool } from '../../../src/tools/declaration/declare';
import { originalSegIds } from '../../../src/tools/get/original-seg-ids';
import { segChangelog } from '../../../src/tools/get/seg-changelog';
import { segEdits } from '../../../src/tools/get/seg-edits';
import { errorOf, testEnvironment } from '../../support/sandbox-driver';

const b = testEnvironment();
const { truth } = b.sandbox;
const BANC_ID = '720575941703820762';

function ask(tool: TableTool, ...values: unknown[]): OutputCell[][] {
  return b.run(tool.answer(readArgs(tool, values), b.ctx()));
}

const edited = truth.sampleCurrent(60).filter((id) => truth.operations(id).some((o) => o.kind === 'split'));

test('edits of a segment: one row an edit, the pair and both sides', () => {
  const id = edited[0]!;
  const [header, ...rows] = ask(segEdits, id);
  expect(header).toEqual([
    ...['operation_id', 'time', 'edit', 'x1', 'y1', 'z1', 'x2', 'y2', 'z2'],
    ...['before_ids', 'after_ids', 'pair', 'user_id', 'user_name'],
  ]);
  const history = new Map(truth.operations(id).map((operation) => [String(operation.id), operation]));
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    const operation = history.get(String(row[0]))!;
    expect(row[1]).toEqual(new Date(operation.time));
    expect(row[2]).toBe(operation.kind);
    expect(row.slice(3, 9).every((x) => Number.isInteger(x))).toBe(true);
    expect(row[9]).toBe(operation.before.map((root) => root.id).join(', '));
    expect(row[10]).toBe(operation.after.map((root) => root.id).join(', '));
    expect(row[11]).toBe(operation.kind === 'merge' ? row[9] : row[10]);
    expect(row[12]).toBe(String(operation.user));
  }
});

test('the change log has CAVE’s columns, times as dates', () => {
  const [header, ...rows] = ask(segChangelog, edited[0]);
  expect(header).toHaveLength(8);
  expect(rows.every((row) => row[1] instanceof Date && typeof row[5] === 'boolean')).toBe(true);
  expect(rows.every((row) => row[6] !== '' && row[7] !== '')).toBe(true);
});

test('a segment that was never edited says so; it is its own original', () => {
  const [original] = truth.originals(edited[0]!);
  expect(ask(segChangelog, original).slice(1)).toEqual([['never edited']]);
  expect(ask(segEdits, original).slice(1)).toEqual([['never edited']]);
  expect(ask(originalSegIds, original)).toEqual([[original]]);
});

test('after a split and its undo the log is empty, and nobody says "never edited"', () => {
  const world = testEnvironment(7);
  const [id] = world.sandbox.truth.findCurrent(1, (one) => world.sandbox.truth.operations(one).length === 0);
  const split = world.sandbox.edit({ kind: 'split', root: id, share: 0.3 });
  const [again] = world.sandbox.edit({ kind: 'undo', operation: split.operation_id }).after;
  for (const tool of [segChangelog, segEdits]) {
    const rows = world.run(tool.answer(readArgs(tool, [[[again], [id]]]), world.ctx()));
    expect(rows.slice(1)).toEqual([
      [again, 'edited, but CAVE lists none of its edits: it lists those that still matter'],
      [id, 'never edited'],
    ]);
  }
});

test('several ids: the first column says which; each fails in its own row', () => {
  const cells = [[BANC_ID], ['720575940600000007'], [''], ['abc'], [7.2e17], [edited[0]!], [edited[0]!]];
  const rows = ask(originalSegIds, cells);
  expect(rows.filter((row) => row[0] === BANC_ID)).toHaveLength(17);
  expect(rows.filter((row) => row[0] === edited[0]).map((row) => row[1])).toEqual(
    truth.originals(edited[0]!),
  );
  const failed = rows
    .filter((row) => row[1] instanceof TtError)
    .map((row) => [row[0], (row[1] as TtError).code]);
  expect(failed).toEqual([
    ['720575940600000007', 'UNKNOWN'],
    ['abc', 'ID'],
    ['720000000000000000', 'ROUNDED'],
  ]);
});

test('one id: its failure is the answer', () => {
  expect(errorOf(() => ask(originalSegIds, '720575940600000007'))).toMatchObject({ code: 'UNKNOWN' });
  expect(errorOf(() => ask(segChangelog, '720575940600000007'))).toMatchObject({ code: 'UNKNOWN' });
  expect(errorOf(() => ask(segEdits, 'abc'))).toMatchObject({ code: 'ID' });
  expect(errorOf(() => ask(segEdits, '76919154560765265'))).toMatchObject({ code: 'ID' });
  expect(errorOf(() => ask(segEdits, ''))).toMatchObject({ code: 'INPUT' });
});

test('a form’s text with several ids is read like a column', () => {
  expect(ask(originalSegIds, `${BANC_ID}, ${edited[0]}`).length).toBe(
    17 + truth.originals(edited[0]!).length,
  );
});

test.each([
  [segChangelog, 103, 4],
  [segEdits, 110, 5],
  [originalSegIds, 3, 3],
])('calls for 100 ids, opening the datastack included (%#)', (tool, requests, roundTrips) => {
  const ids = [...truth.sampleStale(50), ...truth.sampleCurrent(50)].map((id) => [id]);
  const { value, counts } = b.counted(tool.answer(readArgs(tool, [ids]), b.ctx()));
  expect(value.length).toBeGreaterThan(100);
  console.log(`${tool.formula}, 100 ids: ${counts.requests} requests, ${counts.roundTrips} round trips`);
  expect(counts.requests).toBeLessThanOrEqual(requests);
  expect(counts.roundTrips).toBeLessThanOrEqual(roundTrips);
});
