/** Speed that users feel: generous ceilings, so that only a change of order of growth turns them red. */
import { Cells } from '../../../src/sheet/engine/cells';
import { Sheet, withFunctions } from '../helpers';

const IDS = Array.from({ length: 10_000 }, (_, i) => [`'${720575940621039145n + BigInt(i)}`]);

function tall(): ReturnType<typeof withFunctions> {
  const made = withFunctions({ TT_UP: (ids: unknown) => (Array.isArray(ids) ? ids : [[ids]]) });
  made.sheet.grid.insertRows(1, 9001);
  return made;
}

function milliseconds(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

test('10,000 ids written, one range formula settled', () => {
  const { sheet, functions } = tall();
  sheet.set('B1', '=TT_UP(A1:A10000)').settle();
  expect(milliseconds(() => sheet.set('A1', IDS))).toBeLessThan(2000);
  expect(milliseconds(() => sheet.settle())).toBeLessThan(3000);
  expect([functions.calls.length, sheet.value('B10000')]).toEqual([2, '720575940621049144']);
  expect(milliseconds(() => sheet.values('A1:Z10000'))).toBeLessThan(3000);
});

test('10,000 formulas of one cell each, then one changed', () => {
  const { sheet, functions } = tall();
  sheet.set('A1', IDS);
  const formulas = IDS.map((_, i) => [`=IF(A${i + 1}="","",TT_UP(A${i + 1}))`]);
  expect(milliseconds(() => sheet.set('B1', formulas).settle())).toBeLessThan(15_000);
  expect(milliseconds(() => sheet.set('A5000', 'x').settle())).toBeLessThan(200);
  expect([functions.calls.length, sheet.value('B5000')]).toEqual([10_001, 'x']);
  expect(milliseconds(() => sheet.grid.insertRows(1, 1))).toBeLessThan(5000);
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
  expect(milliseconds(() => sheet.set('A1', 2).settle())).toBeLessThan(2000);
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
  const reads = jest.spyOn(Cells.prototype, 'at');
  functions.release();
  // Reading the whole column at each answer would be 30,000,000.
  expect(reads.mock.calls.length).toBeLessThan(1_000_000);
  reads.mockRestore();
  expect(sheet.value('C1')).toBe(3000);
});
