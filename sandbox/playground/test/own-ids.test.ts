import { createWorkbook } from '@tracer-tools/apps-script/sheet';
import { createCaveSandbox } from '@tracer-tools/cave';
import { flywireTable } from '../../../test/support/flywire-table';
import { addTable, datastackOfId } from '../src/own-ids';

test('ids stay whole, nothing becomes a formula, the tab comes first', () => {
  const workbook = createWorkbook();
  const first = addTable(workbook, {
    name: 'mine.tsv',
    tsv: 'root_id\tx\tnote\r\n720575940602309600\t12\t=1+1\r\n\n720575940602337504\t\t+A1\n',
  });
  expect(first).toBe('720575940602309600');
  const grid = workbook.grids()[0]!;
  expect(grid.name).toBe('mine');
  expect(grid.values({ row: 1, column: 1, rows: 3, columns: 3 })).toEqual([
    ['root_id', 'x', 'note'],
    ['720575940602309600', 12, '=1+1'],
    ['720575940602337504', '', '+A1'],
  ]);
});

test('the grid grows as needed, names are made free, an empty file is refused', () => {
  const workbook = createWorkbook();
  const rows = Array.from({ length: 1500 }, (_, i) => `${720575940602309600n + BigInt(i)}`);
  const wide = Array.from({ length: 30 }, (_, i) => `c${i}`).join('\t');
  addTable(workbook, { name: 'a.tsv', tsv: ['root_id', ...rows].join('\n') });
  expect(addTable(workbook, { name: 'a.tsv', tsv: `${wide}\nx` })).toBe('');
  expect(workbook.grids().map(({ name }) => name)).toEqual(['a 2', 'a', 'Sheet1']);
  expect(workbook.grid('a')!.view(1501, 1).shown).toBe('720575940602311099');
  expect(workbook.grid('a 2')!.maxColumns).toBe(30);
  expect(() => addTable(workbook, { name: 'b.tsv', tsv: '\n' })).toThrow('b.tsv is empty');
});

test('a table of FlyWire ids is at home in FlyWire', () => {
  const table = { name: 'flywire.tsv', tsv: flywireTable(60) };
  const sandbox = createCaveSandbox({ origin: 'http://127.0.0.1:1', ids: [table] });
  expect(datastackOfId(sandbox, addTable(createWorkbook(), table))).toBe('flywire_fafb_production');
  expect(datastackOfId(sandbox, '720575941473274509')).toBe('brain_and_nerve_cord');
  expect(datastackOfId(sandbox, '1')).toBeNull();
});
