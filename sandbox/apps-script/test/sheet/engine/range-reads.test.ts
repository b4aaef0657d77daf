/** Ranges are read once in a recalculation, and again as soon as a cell of their tab has changed. */
import { Cells } from '../../../src/sheet/engine/cells';
import { random, Sheet, withFunctions } from '../helpers';

const column = (count: number, value: (i: number) => number | string) =>
  Array.from({ length: count }, (_, i) => [value(i)]);

test('500 formulas that search one column of 500 cells read it once', () => {
  const sheet = new Sheet();
  sheet.set(
    'A1',
    column(500, (i) => 1000 + i),
  );
  const reads = jest.spyOn(Cells.prototype, 'grid');
  sheet
    .set(
      'C1',
      column(500, (i) => `=MATCH(${1000 + i}, $A$1:$A$500, 0)`),
    )
    .settle();
  expect(reads.mock.calls.length).toBe(1);
  expect([sheet.value('C1'), sheet.value('C500')]).toEqual([1, 500]);
  reads.mockClear();
  sheet.set('A1', 'gone').settle();
  expect(reads.mock.calls.length).toBe(1);
  expect([sheet.value('C1'), sheet.value('C500')]).toEqual(['#N/A', 500]);
  reads.mockRestore();
});

test('a range is read again after an array filled it within the same recalculation', () => {
  const sheet = new Sheet();
  sheet.set('B1', '=COUNTA(A1:A100)').set('C1', '=SUM(A1:A100)').set('A3', '=SEQUENCE(40)');
  expect([sheet.value('B1'), sheet.value('C1')]).toEqual([40, 820]);
  sheet.set('A10', 'in the way');
  expect([sheet.value('B1'), sheet.value('C1')]).toEqual([2, '#REF!']);
  sheet.set('A10', null);
  expect([sheet.value('B1'), sheet.value('C1')]).toEqual([40, 820]);
});

test('a cell that is loading is seen by every formula that reads the range', () => {
  const { sheet, functions } = withFunctions({ TT_ONE: () => 1 });
  functions.hold = true;
  sheet.set('A50', '=TT_ONE()').set('C1', [['=SUM(A1:A100)'], ['=COUNTA(A1:A100)']]);
  sheet.settle();
  expect([sheet.shown('C1'), sheet.shown('C2')]).toEqual(['Loading...', 'Loading...']);
  functions.release();
  expect([sheet.value('C1'), sheet.value('C2')]).toEqual([1, 1]);
});

test('a range with the clock in it makes each of its readers depend on the clock', () => {
  let now = Date.UTC(2026, 5, 10);
  const sheet = new Sheet({ now: () => new Date(now) });
  sheet
    .set('F1', '=E1')
    .set('A40', '=NOW()')
    .set('C1', [['=SUM(A1:A100)*1'], ['=AVERAGE(A1:A100)*2']]);
  const read = () => [sheet.value('C1'), sheet.value('C2')];
  const day = Number(read()[0]);
  expect(read()).toEqual([day, 2 * day]);
  now += 86_400_000;
  sheet.set('E1', 'x').settle();
  expect(read()).toEqual([day + 1, 2 * (day + 1)]);
});

test.each([1, 2, 3])('seed %i: sums over ranges that change in any order are those of the cells', (seed) => {
  const next = random(seed);
  const sheet = new Sheet();
  const values = Array.from({ length: 60 }, () => next(100));
  sheet.set(
    'A1',
    values.map((value) => [value]),
  );
  const ranges = Array.from({ length: 30 }, () => {
    const first = 1 + next(20);
    return [first, first + 33 + next(7)] as const;
  });
  sheet.set(
    'C1',
    ranges.map(([first, last]) => [`=SUM(A${first}:A${last})`]),
  );
  for (let change = 0; change < 40; change++) {
    const row = next(60);
    values[row] = next(100);
    sheet.set(`A${row + 1}`, values[row]!);
    const sums = ranges.map(([first, last]) => [values.slice(first - 1, last).reduce((a, b) => a + b, 0)]);
    expect(sheet.values('C1:C30')).toEqual(sums);
  }
});
