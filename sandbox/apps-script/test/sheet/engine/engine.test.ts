/** What is computed again, in which order, and what is announced. */
import { boxOf, Sheet, withFunctions } from '../helpers';

const COUNTED = { TT_X: (x: unknown) => x };

test('only readers of changed values are computed', () => {
  const { sheet, functions } = withFunctions(COUNTED);
  sheet
    .set('A1', [
      [1, 2],
      [3, 4],
    ])
    .set('C1', [['=TT_X(A1)'], ['=TT_X(A2)'], ['=TT_X(MIN(A1:B2))']])
    .settle();
  functions.calls.length = 0;
  sheet.set('A2', 5).settle();
  expect(functions.calls.map((call) => call.at)).toEqual(['Sheet1!R2C3']);
});

test('a chain of 5,000 cells, written from its end', () => {
  const sheet = new Sheet();
  sheet.grid.insertRows(1, 4001);
  const chain = Array.from({ length: 5000 }, (_, i) => [`=A${i + 1}+1`]);
  sheet.set('A2', chain).set('A1', 1);
  expect(sheet.value('A5001')).toBe(5001);
  expect(sheet.set('A1', 2).value('A5001')).toBe(5002);
});

describe('circles', () => {
  test('every cell of the circle says so, and recovers', () => {
    const sheet = new Sheet().set('A1', [['=B1', '=C1', '=A1', '=A1+1', '=D1*2']]);
    for (const name of ['A1', 'B1', 'C1'])
      expect(sheet.error(name)).toMatch(/^#REF! Circular dependency detected/);
    expect(sheet.shown('D1')).toBe('#REF!');
    expect(sheet.set('B1', 5).values('A1:E1')).toEqual([[5, 5, 5, 6, 12]]);
    expect(sheet.set('B1', '=E1').shown('A1')).toBe('#REF!');
  });

  test('a cell that reads itself', () => {
    expect(new Sheet().set('A1', '=SUM(A:A)').error('A1')).toMatch(/Circular/);
    expect(new Sheet().set('A3', '=ROW(A3)+ROWS(A1:A5)').value('A3')).toBe(8);
  });
});

test('what is announced: the written box, and after settling what was recomputed', () => {
  const sheet = new Sheet().set('A1', 1).set('C3', '=A1').settle();
  const changes: string[] = [];
  const stop = sheet.book.onChange((grid, box) =>
    changes.push(`${grid.name} ${box.row},${box.column} ${box.rows}x${box.columns}`),
  );
  sheet.set('A1', 2);
  expect(changes).toEqual(['Sheet1 1,1 1x1']);
  sheet.settle();
  expect(changes).toEqual(['Sheet1 1,1 1x1', 'Sheet1 3,3 1x1']);
  stop();
  sheet.set('A1', 3).settle();
  expect(changes.length).toBe(2);
});

test('late answers are announced', () => {
  const { sheet, functions } = withFunctions(COUNTED);
  functions.hold = true;
  sheet.set('B2', '=TT_X({1;2})').settle();
  const changes: unknown[] = [];
  sheet.book.onChange((_, box) => changes.push(box));
  functions.release();
  expect(changes).toEqual([boxOf('B2:B3')]);
});

test('the clock moves at the next change, not by itself', () => {
  let now = new Date('2026-01-02T10:00:00Z');
  const sheet = new Sheet({ now: () => now }).set('A1', '=TEXT(NOW(),"h:mm")').settle();
  now = new Date('2026-01-02T11:00:00Z');
  expect(sheet.shown('A1')).toBe('10:00');
  expect(sheet.set('D9', '=1').shown('A1')).toBe('11:00');
});

test('clearing what was asked, and no more', () => {
  const sheet = new Sheet().set('A1', 'x').set('B1', '=A1&"!"');
  const box = boxOf('A1');
  sheet.grid.setNotes(box, [['n']]);
  sheet.grid.setBold(box, true);
  sheet.grid.setBackgrounds(box, [['#00ffff']]);
  sheet.grid.clear(box, { notes: true });
  expect(sheet.settle().view('A1')).toMatchObject({
    value: 'x',
    note: '',
    bold: true,
    background: '#00ffff',
  });
  sheet.grid.clear(box, { formats: true });
  expect(sheet.view('A1')).toMatchObject({
    value: 'x',
    bold: false,
    background: '',
    numberFormat: 'General',
  });
  sheet.grid.clear(box, { contents: true });
  expect([sheet.value('A1'), sheet.shown('B1')]).toEqual(['', '!']);
});
