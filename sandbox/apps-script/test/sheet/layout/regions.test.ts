/** Conditional formats, alternating colours and native tables follow their cells. */
import { boxOf, Sheet } from '../helpers';

const format = (...names: string[]) => ({
  boxes: names.map(boxOf),
  criterion: 'CELL_NOT_EMPTY',
  values: [],
  background: '#ff0000',
});

test('they grow, shrink, move and end with their cells', () => {
  const { grid } = new Sheet();
  grid.regions.conditionalFormats = [format('A2:A9', 'C2:C9'), format('B2')];
  grid.regions.addBanding({ box: boxOf('A1:C9'), theme: 'CYAN' });
  grid.regions.addTable({ name: 'Neurons', box: boxOf('A1:C9') });
  grid.insertRows(5, 2);
  grid.deleteColumns(2, 1);
  expect(grid.regions.conditionalFormats).toEqual([format('A2:A11', 'B2:B11')]);
  expect(grid.regions.bandings[0]!.box).toEqual(boxOf('A1:B11'));
  expect(grid.regions.tableAt(boxOf('B4'))).toEqual({ name: 'Neurons', box: boxOf('A1:B11') });
  grid.moveColumns(1, 2, 6);
  expect(grid.regions.tables[0]!.box).toEqual(boxOf('D1:E11'));
  expect(grid.regions.tableAt(boxOf('B4'))).toBeNull();
});

test('two of a kind never overlap', () => {
  const { regions } = new Sheet().grid;
  regions.addBanding({ box: boxOf('A1:B2'), theme: 'CYAN' });
  regions.addTable({ name: 'One', box: boxOf('A1:B2') });
  expect(() => regions.addBanding({ box: boxOf('B2:C3'), theme: 'CYAN' })).toThrow('already has alternating');
  expect(() => regions.addTable({ name: 'Two', box: boxOf('B2:C3') })).toThrow('overlap');
});

test('neither changes values, number formats or backgrounds', () => {
  const sheet = new Sheet().set('A2', 0.5);
  sheet.grid.regions.conditionalFormats = [format('A2:A9')];
  sheet.grid.regions.addBanding({ box: boxOf('A1:C9'), theme: 'CYAN' });
  expect(sheet.view('A2')).toMatchObject({ background: '', numberFormat: 'General', value: 0.5 });
});
