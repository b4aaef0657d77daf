/** The id column and the owned columns, as of one moment. */
import { readColumns } from '../../../src/addon/sheet/column-snapshot';
import { fakeHost } from '../../support/fake-host';

const HEADERS = ['current_id', 'share'];

test('keys, owned cells and formulas by row, owned columns wherever they stand', () => {
  const { tab } = fakeHost();
  tab.put(2, 1, [
    ['share', 'note', 'root_id', 'current_id'],
    [1, 'a', '11', '21'],
    [0.5, 'b', '', ''],
    ['=1/2', 'c', 'x', '23'],
  ]);
  const frame = readColumns(tab, 'root_id', 1, HEADERS, 'ids');
  expect(frame).toMatchObject({ firstRow: 3, location: { headerRow: 2, column: 3 } });
  expect([...frame.columns]).toEqual([
    ['current_id', 4],
    ['share', 1],
  ]);
  expect(frame.keys).toEqual(['11', null, null]);
  expect(frame.texts).toEqual(['11', '', 'x']);
  expect(frame.owned).toEqual([
    ['21', 1],
    ['', 0.5],
    ['23', 'computed'],
  ]);
  expect(frame.formulas).toEqual([
    [false, false],
    [false, false],
    [false, true],
  ]);
});

test('a read is the same few calls for any number of rows', () => {
  const calls = (rows: number) => {
    const { tab, counts } = fakeHost();
    tab.put(1, 1, [['root_id', ...HEADERS], ...Array.from({ length: rows }, (_r, i) => [String(i + 1)])]);
    readColumns(tab, 'root_id', 1, HEADERS, 'ids');
    return [counts.of('values'), counts.of('formulas')];
  };
  expect(calls(1)).toEqual([3, 1]);
  expect(calls(900)).toEqual([3, 1]);
});

test('a tab with headers alone has no rows', () => {
  const { tab } = fakeHost();
  tab.put(1, 1, [['root_id', 'share']]);
  expect(readColumns(tab, 'root_id', 1, HEADERS, 'ids')).toMatchObject({ keys: [], owned: [], formulas: [] });
});

test('the key column is never owned, and an anchor column beside it makes pieces', () => {
  const { tab } = fakeHost();
  tab.put(1, 1, [
    ['current_id', 'supervoxel_id'],
    ['12', '73187892781234567'],
  ]);
  const frame = readColumns(tab, 'current_id', 1, ['current_id', 'share'], 'pieces');
  expect([...frame.columns]).toEqual([]);
  expect(frame.keys).toEqual(['12 73187892781234567']);
});

test('rows that move between the two reads are read again', () => {
  const { tab, world, counts } = fakeHost();
  tab.put(1, 1, [
    ['root_id', 'share'],
    ['11', 1],
    ['12', 2],
  ]);
  let moved = false;
  world.beforeCall = (method) => {
    if (method !== 'formulas' || moved) return;
    moved = true;
    tab.put(2, 1, [
      ['12', 2],
      ['11', 1],
    ]);
  };
  expect(readColumns(tab, 'root_id', 1, HEADERS, 'ids')).toMatchObject({
    keys: ['12', '11'],
    owned: [[2], [1]],
  });
  expect(counts.of('formulas')).toBe(2);
});

test('a sheet that never stands still is given up in words', () => {
  const { tab, world, counts } = fakeHost();
  tab.put(1, 1, [['root_id'], ['11']]);
  let n = 100;
  world.beforeCall = (method) => {
    if (method === 'formulas') tab.put(2, 1, [[String(n++)]]);
  };
  expect(() => readColumns(tab, 'root_id', 1, HEADERS, 'ids')).toThrow(
    'the tab Neurons is being changed all the time',
  );
  expect(counts.of('formulas')).toBe(6);
});

test('a date in the id column is a row without an id, and does not look like a change', () => {
  const { tab } = fakeHost();
  tab.put(1, 1, [
    ['root_id', 'share'],
    ['11', 1],
    [new Date(0), 2],
  ]);
  expect(readColumns(tab, 'root_id', 1, HEADERS, 'ids').keys).toEqual(['11', null]);
});
