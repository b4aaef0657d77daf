import { createWorkbook } from '@tracer-tools/apps-script/sheet';
import { createCaveSandbox } from '@tracer-tools/cave';
import { readCell } from '../../../src/core/cells/id-cell';
import { fillDemo } from '../src/demo';
import { pickSamples } from '../src/sample-ids';

const samples = {
  stale: ['720575940000000001', '720575940000000003'],
  current: ['720575940000000002', '720575940000000004', '720575940000000005'],
};

function demo(formulaNames: string[]) {
  const workbook = createWorkbook();
  workbook.setCustomFunctions({
    names: () => formulaNames,
    call: (_name, _args, _at, reply) => reply({ value: 'answered' }),
  });
  fillDemo(workbook, samples, new Set(formulaNames));
  return workbook;
}

test('ids are whole, but for one that was damaged and one blank row', () => {
  const grid = demo([]).grid('Neurons')!;
  const rows = grid.lastRow();
  const cells = grid
    .values({ row: 2, column: 1, rows: rows - 1, columns: 1 })
    .map(([cell]) => readCell(cell));
  const count = (kind: string) => cells.filter((cell) => cell.kind === kind).length;
  expect([count('id'), count('blank'), count('rounded'), count('bad')]).toEqual([9 + 5, 1, 1, 0]);
  expect(grid.view(2, 1).value).toBe('720575941473274509');
});

test('stale and current ids take turns', () => {
  const grid = demo([]).grid('Neurons')!;
  const ids = grid.shown({ row: 13, column: 1, rows: 5, columns: 1 }).map(([id]) => id);
  expect(ids.map((id) => id!.slice(-1))).toEqual(['1', '2', '3', '4', '5']);
});

test('an id pasted below stays text', () => {
  const grid = demo([]).grid('Neurons')!;
  const row = grid.lastRow() + 1;
  grid.write({ row, column: 1, rows: 1, columns: 1 }, [['720575941473274509']]);
  expect(grid.view(row, 1).shown).toBe('720575941473274509');
});

test('only formulas that the add-on has are shown', () => {
  const workbook = demo(['TT_IS_CURRENT']);
  const grid = workbook.grid('Formulas')!;
  expect(grid.shown({ row: 1, column: 1, rows: 1, columns: 3 })).toEqual([['root_id', 'Is it current?', '']]);
  expect(grid.view(2, 2).shown).toBe('answered');
  expect(grid.view(2, 1).shown).toBe('720575941473274509');
});

test('the samples are what they are called, and at most two are unclear', () => {
  const sandbox = createCaveSandbox({ origin: 'http://127.0.0.1:1' });
  const { stale, current } = pickSamples(sandbox, 20);
  expect([stale.length, current.length]).toEqual([20, 20]);
  expect(stale.filter((id) => sandbox.truth.isLatest(id))).toEqual([]);
  expect(current.filter((id) => !sandbox.truth.isLatest(id))).toEqual([]);
  const unclear = stale.filter((id) => sandbox.truth.candidates(id)[0]!.share < 0.7);
  expect(unclear.length).toBeLessThanOrEqual(2);
  expect(pickSamples(sandbox, 20)).toEqual({ stale, current });
});
