/** An id column with the columns beside it. */
import {
  formulaOf,
  keyColumns,
  markedRows,
  outputCell,
  outputFormat,
  readTabTable,
  type Table,
} from '../../../../src/addon/sheet/table/table';
import { KEY, sheetOf, tableOf } from '../table-of';

const ID = '720575941234567891';

const keysOf = ({ keys }: Table) => Array.from({ length: keys.length }, (_x, i) => keys.at(i));

const leftIn = (table: Table) =>
  keysOf(table).map((_key, i) => [...table.columns.keys()].map((_output, slot) => table.leftAt(i, slot)));

test('keys, cells, formulas, formats and what is left alone, as of one moment', () => {
  const host = sheetOf(
    ['root_id', 'current_id', 'share', 'notes'],
    [
      [ID, 'x', '=7', 'a'],
      ['', 'y', 2, 'b'],
      ['id?', '', '', 'c'],
    ],
  );
  host.tab.ruled.add('B3');
  host.tab.formatBy.set('C3', '0%');
  const table = tableOf(host);
  expect(keysOf(table)).toEqual([ID, null, expect.stringMatching(/^!ID /)]);
  expect(leftIn(table)).toEqual([
    [null, 'formula'],
    ['rule', null],
    [null, null],
  ]);
  expect([
    outputCell(table, 1, 'share'),
    formulaOf(table, 0, 'share'),
    outputFormat(table, 1, 'share'),
  ]).toEqual([2, '=7', '0%']);
  expect([table.first, [...table.columns.values()], keyColumns(table)]).toEqual([1, [1, 2], [0]]);
  // Two of the values and two of the formulas, since there is one.
  expect(host.counts.of('data') + host.counts.of('dataFormulas')).toBe(4);
});

test('protected cells are left alone', () => {
  const host = sheetOf(['root_id', 'current_id', 'share'], [[ID, '', '']]);
  host.tab.protectedColumns.add(3);
  expect(leftIn(tableOf(host))).toEqual([[null, 'protected']]);
});

test('marks hold foreign cells: no formula, no key, nothing that a job writes', () => {
  const host = sheetOf(
    ['root_id', 'current_id', 'share', 'notes', 'calc', ''],
    [
      [ID, 'x', 1, 'a', '=1', 'no header'],
      [ID, 'x', 1, 'b', '=1', ''],
    ],
  );
  const rows = markedRows(tableOf(host));
  const [first, second] = [rows.markAt(0), rows.markAt(1)];
  expect([rows.length, rows.keyAt(0), first.length, first[0] === second[0]]).toEqual([2, ID, 1, false]);
});

test('an id column that is gone is said by its name', () => {
  const host = sheetOf(['other'], [['1']]);
  expect(() => tableOf(host)).toThrow('the column "root_id" is no longer in the tab Neurons');
});

test('anchors count where the job does not write them', () => {
  const host = sheetOf(['root_id', 'supervoxel_id'], [[ID, '73187892781234567']]);
  const table = readTabTable(host.tab, { key: KEY, targets: [], kind: 'pieces', rules: false });
  expect([keysOf(table), keyColumns(table)]).toEqual([[`${ID} 73187892781234567`], [0, 1]]);
});
