/** Growth of the work with the size of the sheet: counted, so that only a change of order turns these red. */
import { Cells } from '../../../src/sheet/engine/cells';
import { Dependents } from '../../../src/sheet/engine/dependents';
import { Sheet, withFunctions } from '../helpers';

const IDS = Array.from({ length: 10_000 }, (_, i) => [`'${720575940621039145n + BigInt(i)}`]);

function tall(): ReturnType<typeof withFunctions> {
  const result = withFunctions({ TT_UP: (ids: unknown) => (Array.isArray(ids) ? ids : [[ids]]) });
  result.sheet.grid.insertRows(1, 9001);
  return result;
}

/** Cells that are looked up and dependents that are searched or indexed while it runs. */
function operations(work: () => void): number {
  const spies = [
    jest.spyOn(Cells.prototype, 'at'),
    jest.spyOn(Cells.prototype, 'ensure'),
    jest.spyOn(Dependents.prototype, 'of'),
    jest.spyOn(Dependents.prototype, 'add'),
  ];
  work();
  const count = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  for (const spy of spies) spy.mockRestore();
  return count;
}

test('10,000 ids written, one range formula settled', () => {
  const { sheet, functions } = tall();
  sheet.set('B1', '=TT_UP(A1:A10000)').settle();
  expect(operations(() => sheet.set('A1', IDS))).toBeLessThan(20_000);
  expect(operations(() => sheet.settle())).toBeLessThan(50_000);
  expect([functions.calls.length, sheet.value('B10000')]).toEqual([2, '720575940621049144']);
  expect(operations(() => sheet.values('A1:Z10000'))).toBeLessThan(100);
});

test('10,000 formulas of one cell each, then one changed', () => {
  const { sheet, functions } = tall();
  sheet.set('A1', IDS);
  const formulas = IDS.map((_, i) => [`=IF(A${i + 1}="","",TT_UP(A${i + 1}))`]);
  expect(operations(() => sheet.set('B1', formulas).settle())).toBeLessThan(200_000);
  expect(operations(() => sheet.set('A5000', 'x').settle())).toBeLessThan(100);
  expect([functions.calls.length, sheet.value('B5000')]).toEqual([10_001, 'x']);
  expect(operations(() => sheet.grid.insertRows(1, 1))).toBeLessThan(30_000);
  expect(sheet.formula('B5001')).toBe('=IF(A5001="","",TT_UP(A5001))');
});

test('1,000 cells that depend on one', () => {
  const sheet = new Sheet();
  sheet
    .set(
      'B1',
      Array.from({ length: 1000 }, (_, i) => [`=$A$1+${i}`]),
    )
    .set('A1', 1)
    .settle();
  expect(operations(() => sheet.set('A1', 2).settle())).toBeLessThan(20_000);
  expect(sheet.value('B1000')).toBe(1001);
});

test('3,000 late answers, with a formula that counts the whole column', () => {
  const { sheet, functions } = tall();
  functions.hold = true;
  sheet.set('A1', IDS.slice(0, 3000));
  sheet.set(
    'B1',
    Array.from({ length: 3000 }, (_, i) => [`=TT_UP(A${i + 1})`]),
  );
  sheet.set('C1', '=COUNTA(B1:B)').settle();
  const [cells, ranges] = [jest.spyOn(Cells.prototype, 'at'), jest.spyOn(Cells.prototype, 'grid')];
  functions.release();
  const inRanges = ranges.mock.calls.reduce((sum, [{ rows, columns }]) => sum + rows * columns, 0);
  // Reading the whole column at each answer would be 30,000,000.
  expect(cells.mock.calls.length + inRanges).toBeLessThan(1_000_000);
  for (const spy of [cells, ranges]) spy.mockRestore();
  expect(sheet.value('C1')).toBe(3000);
});
