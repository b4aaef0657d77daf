/** Inserting, deleting and sorting: references follow, values stay right. */
import { boxOf, Sheet, withFunctions } from '../helpers';

type Change = (sheet: Sheet) => void;
const rowsIn =
  (before: number, count = 1): Change =>
  (sheet) =>
    sheet.grid.insertRows(before, count);
const rowsOut =
  (first: number, count = 1): Change =>
  (sheet) =>
    sheet.grid.deleteRows(first, count);
const columnsIn =
  (before: number): Change =>
  (sheet) =>
    sheet.grid.insertColumns(before, 1);
const columnsOut =
  (first: number): Change =>
  (sheet) =>
    sheet.grid.deleteColumns(first, 1);

describe('references follow', () => {
  test.each<[string, Change, string]>([
    ['=A5', rowsIn(5), '=A6'],
    ['=A5', rowsIn(6), '=A5'],
    ['=$A$5', rowsIn(1, 3), '=$A$8'],
    ['=SUM(A2:A5)', rowsIn(2), '=SUM(A3:A6)'],
    ['=SUM(A2:A5)', rowsIn(4, 2), '=SUM(A2:A7)'],
    ['=SUM(A2:A5)', rowsIn(6), '=SUM(A2:A5)'],
    ['=SUM(A2:A)', rowsIn(1), '=SUM(A3:A)'],
    ['=SUM(A2:A)', rowsIn(4), '=SUM(A2:A)'],
    ['=SUM(A:C)', rowsIn(1), '=SUM(A:C)'],
    ['=SUM(2:5)', rowsIn(3), '=SUM(2:6)'],
    ['=A5', rowsOut(5), '=#REF!'],
    ['=A5', rowsOut(3), '=A4'],
    ['=SUM(A2:A5)', rowsOut(2), '=SUM(A2:A4)'],
    ['=SUM(A2:A5)', rowsOut(5), '=SUM(A2:A4)'],
    ['=SUM(A2:A5)', rowsOut(4, 4), '=SUM(A2:A3)'],
    ['=SUM(A2:A5)', rowsOut(1, 3), '=SUM(A1:A2)'],
    ['=SUM(A2:A5)', rowsOut(2, 4), '=SUM(#REF!)'],
    ['=SUM(A2:A)', rowsOut(2), '=SUM(A2:A)'],
    ['=SUM(2:2)+1', rowsOut(2), '=SUM(#REF!)+1'],
    ['=C1', columnsIn(2), '=D1'],
    ['=SUM(B:D)', columnsIn(3), '=SUM(B:E)'],
    ['=SUM(B2:D)', columnsOut(3), '=SUM(B2:C)'],
    ['=SUM(B:B)', columnsOut(2), '=SUM(#REF!)'],
    ['=SUM(2:5)', columnsOut(2), '=SUM(2:5)'],
    ['=sum( a2 , "A5" )', rowsIn(1), '=sum( A3 , "A5" )'],
    ["='My tab'!A5", rowsIn(1), "='My tab'!A5"],
    ['=Sheet1!A5', rowsIn(1), '=Sheet1!A6'],
  ])('%s', (formula, change, after) => {
    const sheet = new Sheet();
    sheet.book.addGrid('My tab');
    sheet.set('H20', formula).settle();
    change(sheet);
    const all = sheet.grid
      .formulas(boxOf('F15:J30'))
      .flat()
      .filter((text) => text !== '');
    expect(all).toEqual([after]);
  });

  test('a lost reference is an error, and re-entering its text keeps it', () => {
    const sheet = new Sheet().set('A1', 1).set('B1', '=A1+1').settle();
    sheet.grid.deleteColumns(1, 1);
    expect([sheet.error('A1'), sheet.formula('A1')]).toEqual(['#REF! Reference does not exist', '=#REF!+1']);
    expect(sheet.set('A2', '=#REF!+1').shown('A2')).toBe('#REF!');
  });

  test('a range of another tab that slides beside the formula gives another cell', () => {
    const sheet = new Sheet();
    const other = sheet.book.addGrid('Other');
    other.write(boxOf('D1:D2'), [['a'], ['b']]);
    sheet.set('A3', '=Other!D1:D2&"!"').settle();
    expect(sheet.shown('A3')).toBe('#VALUE!');
    other.insertRows(1, 1);
    expect(sheet.shown('A3')).toBe('b!');
  });

  test('references from other tabs follow too', () => {
    const sheet = new Sheet().set('A2', 7);
    const other = sheet.book.addGrid('My tab');
    other.write(boxOf('A1:A2'), [['=Sheet1!A2*2'], ["='My tab'!A1+1"]]);
    sheet.grid.insertRows(1, 1);
    sheet.set('A3', 8).settle();
    expect(other.formulas(boxOf('A1'))).toEqual([['=Sheet1!A3*2']]);
    expect(other.values(boxOf('A1:A2'))).toEqual([[16], [17]]);
    sheet.grid.name = 'Neurons 2';
    expect(other.formulas(boxOf('A1'))).toEqual([["='Neurons 2'!A3*2"]]);
  });
});

describe('tabs', () => {
  test('a removed tab leaves #REF!, a new one answers what waited for it', () => {
    const sheet = new Sheet().set('A1', '=Later!A1');
    expect(sheet.error('A1')).toBe("#REF! Unresolved sheet name 'Later'.");
    const later = sheet.book.addGrid('Later', 0);
    later.write(boxOf('A1'), [['here']]);
    expect([sheet.shown('A1'), sheet.book.grids().map((grid) => grid.name)]).toEqual([
      'here',
      ['Later', 'Sheet1'],
    ]);
    sheet.book.removeGrid(later.id);
    expect([sheet.shown('A1'), sheet.formula('A1')]).toEqual(['#REF!', '=#REF!']);
  });

  test('names are unique, one tab must stay, ids are found again', () => {
    const { book } = new Sheet();
    expect(() => book.addGrid('sheet1')).toThrow('A sheet with the name "sheet1" already exists');
    expect(() => book.removeGrid(0)).toThrow("You can't remove all the sheets");
    const two = book.addGrid('Two');
    expect([book.gridById(two.id), book.grid('Two'), book.gridById(5), book.grid('Three')]).toEqual([
      two,
      two,
      null,
      null,
    ]);
    expect(() => {
      two.name = 'Sheet1';
    }).toThrow('already exists');
  });
});

describe('limits', () => {
  test('the grid grows by insertion alone, to ten million cells', () => {
    const { grid } = new Sheet();
    grid.insertRows(1001, 9000);
    expect(grid.maxRows).toBe(10_000);
    expect(() => grid.insertRows(1, 1_000_000)).toThrow('above the limit of 10000000 cells');
    expect(() => grid.insertColumns(1, 18_253)).toThrow('at most 18278 columns');
    expect(() => grid.insertRows(10_002, 1)).toThrow('out of bounds');
    expect(() => grid.deleteRows(1, 10_000)).toThrow("can't delete all the rows");
    expect(() => grid.deleteRows(10_000, 2)).toThrow('out of bounds');
  });
});

describe('sorting', () => {
  const neurons = (): Sheet =>
    new Sheet().set('A1', [
      ['b', 2, '=B1*10', '=SUM(B$1:B$4)'],
      ['a', 4, '=B2*10', '=$B$1'],
      [null, 1, '=B3*10', '=Other!A3'],
      ['C', 3, '=B4*10', ''],
    ]);

  test('whole rows move, formulas with them, blanks last', () => {
    const sheet = neurons();
    sheet.grid.sort(boxOf('A1:D4'), { column: 1, ascending: true });
    expect(sheet.values('A1:C4')).toEqual([
      ['a', 4, 40],
      ['b', 2, 20],
      ['C', 3, 30],
      ['', 1, 10],
    ]);
    expect(sheet.grid.formulas(boxOf('C1:D4'))).toEqual([
      ['=B1*10', '=$B$1'],
      ['=B2*10', '=SUM(B$1:B$4)'],
      ['=B3*10', ''],
      ['=B4*10', '=Other!A4'],
    ]);
    sheet.grid.sort(boxOf('A1:D4'), { column: 1, ascending: false });
    expect(sheet.values('A1:A4').flat()).toEqual(['C', 'b', 'a', '']);
  });

  test('by kind: numbers, text, booleans, blanks; formats and notes move along', () => {
    const sheet = new Sheet().set('A1', [[true], ['x'], [null], [5], ['2026-01-02'], ['5']]);
    sheet.grid.setNotes(boxOf('A4'), [['five']]);
    sheet.grid.sort(boxOf('A1:A6'), { column: 1, ascending: true });
    expect(sheet.grid.shown(boxOf('A1:A6')).flat()).toEqual(['5', '5', '2026-01-02', 'x', 'TRUE', '']);
    expect(sheet.view('A1').note).toBe('five');
  });

  test('only the box moves, and readers outside see the new order', () => {
    const sheet = new Sheet()
      .set('A1', [
        [3, 'x'],
        [1, 'y'],
        [2, 'z'],
      ])
      .set('D1', '=A1&B1')
      .settle();
    sheet.grid.sort(boxOf('A1:A3'), { column: 1, ascending: true });
    expect([sheet.shown('D1'), sheet.formula('D1')]).toEqual(['1x', '=A1&B1']);
    expect(() => sheet.grid.sort(boxOf('A1:A3'), { column: 2, ascending: true })).toThrow(
      'outside the range',
    );
  });

  test('moved custom functions with the same argument are not called again', () => {
    const { sheet, functions } = withFunctions({ TT_X: (x: unknown) => `<${x}>` });
    sheet
      .set('A1', [
        ['c', '=TT_X(A1)'],
        ['a', '=TT_X(A2)'],
        ['b', '=TT_X(A3)'],
      ])
      .settle();
    sheet.grid.sort(boxOf('A1:B3'), { column: 1, ascending: true });
    expect(sheet.values('B1:B3').flat()).toEqual(['<a>', '<b>', '<c>']);
    expect(functions.calls.length).toBe(3);
  });
});

test('a row inserted at the top calls again only by switch', () => {
  for (const [again, count] of [
    [false, 1],
    [true, 2],
  ] as const) {
    const { sheet, functions } = withFunctions(
      { TT_X: (x: unknown) => x },
      { movedFormulasCallAgain: again },
    );
    sheet.set('A1', 'a').set('B1', '=TT_X(A1)').settle();
    sheet.grid.insertRows(1, 1);
    expect([sheet.shown('B2'), functions.calls.length]).toEqual(['a', count]);
  }
});

describe('protection', () => {
  test('follows its cells; every box that meets the range counts', () => {
    const { grid } = new Sheet();
    grid.protect(boxOf('B2:C5'), ['ada']);
    expect([grid.editableBy(boxOf('A1'), 'bob'), grid.editableBy(boxOf('A1:B2'), 'bob')]).toEqual([
      true,
      false,
    ]);
    expect(grid.editableBy(boxOf('B2'), 'ada')).toBe(true);
    grid.insertRows(1, 2);
    grid.insertColumns(3, 1);
    expect([grid.editableBy(boxOf('B3'), 'bob'), grid.editableBy(boxOf('D7'), 'bob')]).toEqual([true, false]);
    grid.deleteRows(4, 3);
    expect([grid.editableBy(boxOf('B4'), 'bob'), grid.editableBy(boxOf('B5'), 'bob')]).toEqual([false, true]);
    grid.protect(null, []);
    expect(grid.editableBy(boxOf('B4'), 'bob')).toBe(true);
  });
});
