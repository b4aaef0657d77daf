/** A tab read as of one moment. */
import { PackedCells } from '../../../../src/addon/sheet/look/cells';
import {
  cellKey,
  formulaColumns,
  isBlank,
  isEqual,
  isSame,
  readGrid,
} from '../../../../src/addon/sheet/look/grid';
import { fakeHost } from '../../../support/fake-host';

test('values and formulas, in three reads; the formulas once more where something else is read in between', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [
    ['id', 'x'],
    ['1', '=7'],
  ]);
  const grid = readGrid(host.tab, (values) => values.length);
  expect([grid.values.lines(), grid.formulas.lines(), grid.more]).toEqual([
    [
      ['id', 'x'],
      ['1', 'computed'],
    ],
    [
      ['', ''],
      ['', '=7'],
    ],
    2,
  ]);
  expect([host.counts.of('data'), host.counts.of('dataFormulas')]).toEqual([2, 2]);
  readGrid(host.tab);
  expect([host.counts.of('data'), host.counts.of('dataFormulas')]).toEqual([4, 3]);
});

test('rows that move and move back between the reads: no formula is taken for another row’s', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [['id'], ['=7'], ['2'], ['3']]);
  const turn = () => host.tab.cells.splice(1, 0, host.tab.cells.pop()!);
  let reads = 0;
  host.world.beforeCall = (method) => {
    if (method === 'dataFormulas' && reads++ === 0) turn();
  };
  const grid = readGrid(host.tab, () => {
    if (reads === 1) host.tab.cells.push(host.tab.cells.splice(1, 1)[0]!);
  });
  expect(grid.formulas.column(0)).toEqual(['', '=7', '', '']);
});

test('rows that move between the reads: it is read again', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [['id'], ['1'], ['2']]);
  let moved = 0;
  host.world.beforeCall = (method) => {
    if (method === 'dataFormulas' && moved++ < 2) host.tab.cells.splice(1, 0, host.tab.cells.pop()!);
  };
  expect(readGrid(host.tab).values.lines()).toEqual([['id'], ['1'], ['2']]);
});

test('a tab that changes all the time is given up in words', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [['id'], [1]]);
  let n = 0;
  host.world.beforeCall = (method) => {
    if (method === 'data') host.tab.put(2, 1, [[++n]]);
  };
  expect(() => readGrid(host.tab)).toThrow('Neurons is being changed all the time');
});

test('a formula that gives another value each time holds nothing up, nor does what it fills', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [
    ['id', 'now', 'beside'],
    ['1', '=RANDARRAY(1,2)', 0],
  ]);
  let n = 0;
  host.world.beforeCall = (method) => {
    if (method === 'data') host.tab.put(2, 3, [[++n]]);
  };
  expect(readGrid(host.tab).values.cell(1, 0)).toBe('1');
});

test('cells are compared by what they mean', () => {
  expect([
    isSame(new Date(5), new Date(5)),
    isSame('1', 1),
    isEqual('0.5', 0.5),
    isEqual(null, ''),
    isEqual('TRUE', true),
  ]).toEqual([true, false, true, true, false]);
  expect([isBlank(''), isBlank(undefined), isBlank(0), isBlank(false)]).toEqual([true, true, false, false]);
  expect([cellKey(1), cellKey('1'), cellKey(null), cellKey(new Date(5))]).toEqual(['1', '1', '', 'date 5']);
  expect([
    ...formulaColumns(
      PackedCells.of([
        ['', '=1'],
        ['', ''],
      ]),
    ),
  ]).toEqual([1]);
});
