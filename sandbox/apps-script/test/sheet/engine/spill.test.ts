/** Array results: where they go, what stops them, and what frees them again. */
import { boxOf, Sheet, withFunctions } from '../helpers';

const LIST = { TT_LIST: (n: unknown) => Array.from({ length: Number(n) }, (_, i) => [`r${i + 1}`]) };
const blockedBy = (cell: string): string =>
  `#REF! Array result was not expanded because it would overwrite data in ${cell}.`;

describe('filling', () => {
  test('cells know their formula; other formulas read them', () => {
    const sheet = new Sheet().set('A1', '={1,2;3,4}').set('D1', '=SUM(A1:B2)').set('E1', '=B2*2');
    expect([sheet.value('D1'), sheet.value('E1')]).toEqual([10, 8]);
    expect(sheet.view('B2')).toMatchObject({ spilledFrom: { row: 1, column: 1 }, formula: '', value: 4 });
    expect(sheet.view('A1')).toMatchObject({ spilledFrom: null, formula: '={1,2;3,4}' });
    expect([sheet.grid.lastRow(), sheet.grid.lastColumn()]).toEqual([2, 5]);
  });

  test('growing and shrinking with the argument', () => {
    const { sheet, functions } = withFunctions(LIST);
    sheet.set('A1', 3).set('B1', '=TT_LIST(A1)').set('C1', '=COUNTA(B1:B9)');
    expect(sheet.value('C1')).toBe(3);
    expect(sheet.set('A1', 5).value('C1')).toBe(5);
    expect(sheet.set('A1', 1).value('C1')).toBe(1);
    expect([sheet.grid.lastRow(), functions.calls.length]).toEqual([1, 3]);
  });

  test('a blank of the array is blank to readers', () => {
    const { sheet } = withFunctions({ TT_X: () => [[null], ['']] });
    sheet.set('A1', '=TT_X()').set('B1', [['=ISBLANK(A1)'], ['=ISBLANK(A2)']]);
    expect(sheet.values('B1:B2')).toEqual([[true], [false]]);
  });

  test('what reads a cell that an array will fill is computed once, after it', () => {
    const { sheet, functions } = withFunctions({ ...LIST, TT_READ: (x: unknown) => x });
    sheet.set('A1', '=TT_READ(C5)').set('C4', '=TT_LIST(2)');
    expect([sheet.shown('A1'), functions.calls.map((call) => call.name)]).toEqual([
      'r2',
      ['TT_LIST', 'TT_READ'],
    ]);
  });
});

describe('in the way', () => {
  test('a filled cell stops the array, and an emptied one lets it come, without another call', () => {
    const { sheet, functions } = withFunctions(LIST);
    sheet.set('B7', 'mine').set('B4', '=TT_LIST(5)');
    expect(sheet.error('B4')).toBe(blockedBy('B7'));
    expect(sheet.values('B5:B7')).toEqual([[''], [''], ['mine']]);
    expect(sheet.set('B7', null).values('B4:B8')).toEqual([['r1'], ['r2'], ['r3'], ['r4'], ['r5']]);
    expect(functions.calls.length).toBe(1);
  });

  test('a value typed into the array survives and turns the formula into #REF!', () => {
    const { sheet, functions } = withFunctions(LIST);
    sheet.set('B4', '=TT_LIST(5)').set('D1', '=COUNTA(B4:B8)').settle().set('B6', 'typed');
    expect([sheet.error('B4'), sheet.value('B6'), sheet.value('D1')]).toEqual([blockedBy('B6'), 'typed', 2]);
    sheet.grid.clear(boxOf('B6'), { contents: true });
    expect([sheet.value('B6'), functions.calls.length]).toEqual(['r3', 1]);
  });

  test('emptying a cell of the array changes nothing', () => {
    const { sheet } = withFunctions(LIST);
    sheet.set('A1', '=TT_LIST(3)').settle().set('A2', null);
    expect(sheet.value('A2')).toBe('r2');
  });

  test('formats and notes are not in the way', () => {
    const { sheet } = withFunctions(LIST);
    sheet.grid.setNotes(boxOf('A2'), [['note']]);
    sheet.grid.setBackgrounds(boxOf('A3'), [['#ff0000']]);
    expect(sheet.set('A1', '=TT_LIST(3)').value('A3')).toBe('r3');
    expect(sheet.view('A2').note).toBe('note');
  });

  test('of two arrays that meet, the one that stands before the other wins, whichever came first', () => {
    for (const order of [
      ['A1', 'B1'],
      ['B1', 'A1'],
    ]) {
      const { sheet } = withFunctions({ TT_DOWN: () => [['d'], ['d'], ['d']], TT_WIDE: () => [['w', 'w']] });
      sheet.set('A3', '=TT_WIDE()');
      for (const name of order) sheet.set(name, name === 'A1' ? 'x' : '=TT_DOWN()').settle();
      expect([sheet.error('A3'), sheet.value('B3')]).toEqual([blockedBy('B3'), 'd']);
      expect(sheet.set('B1', null).values('A3:B3')).toEqual([['w', 'w']]);
    }
  });

  test('the edge of the grid', () => {
    const { sheet } = withFunctions(LIST);
    sheet.set('A999', '=TT_LIST(4)').set('Z1', '={1,2,3}');
    expect(sheet.error('A999')).toBe(
      '#REF! Result was not automatically expanded, please insert more rows (2).',
    );
    expect(sheet.error('Z1')).toBe(
      '#REF! Result was not automatically expanded, please insert more columns (2).',
    );
    sheet.grid.insertRows(1001, 2);
    expect(sheet.value('A1002')).toBe('r4');
  });

  test('rows are added instead, by switch', () => {
    const { sheet } = withFunctions(LIST, { arraysAddRows: true });
    expect(sheet.set('A999', '=TT_LIST(4)').value('A1002')).toBe('r4');
    expect(sheet.grid.maxRows).toBe(1002);
  });
});

describe('going away', () => {
  test('with the formula, its cells empty', () => {
    const { sheet } = withFunctions(LIST);
    sheet.set('A1', '=TT_LIST(3)').set('C1', '=COUNTA(A1:A3)').settle().set('A1', 'plain');
    expect([sheet.values('A1:A3'), sheet.value('C1')]).toEqual([[['plain'], [''], ['']], 1]);
  });

  test('an array that would fill what it reads is a circle', () => {
    const sheet = new Sheet().set('A2', 1).set('A1', '=TRANSPOSE(B1:B3)');
    expect(sheet.error('A1')).toMatch(/^#REF! Circular dependency/);
  });
});

describe('two arrays that fill each other’s arguments', () => {
  const PAIR_IF_BLANK = (x: unknown) => (x === '' ? [['a', 'b']] : 'single');
  const PAIR_IF_FILLED = (x: unknown) => (x === '' ? 'single' : [['a', 'b']]);
  const FORMULAS = { A1: '=TT_FIRST(D1)', C1: '=TT_SECOND(B1)' };
  const ORDERS: ('A1' | 'C1')[][] = [
    ['A1', 'C1'],
    ['C1', 'A1'],
  ];

  test.each(ORDERS)('written in one go (%s, %s): the first in reading order fills its cells', (...order) => {
    const { sheet, functions } = withFunctions({ TT_FIRST: PAIR_IF_BLANK, TT_SECOND: PAIR_IF_BLANK });
    for (const cell of order) sheet.set(cell, FORMULAS[cell]);
    expect(sheet.values('A1:D1')).toEqual([['a', 'b', 'single', '']]);
    expect(functions.calls.map(({ name, args }) => [name, ...args])).toEqual([
      ['TT_FIRST', ''],
      ['TT_SECOND', 'b'],
    ]);
  });

  test('computed one after the other: the one that was there keeps its cells', () => {
    const { sheet } = withFunctions({ TT_FIRST: PAIR_IF_BLANK, TT_SECOND: PAIR_IF_BLANK });
    sheet.set('C1', FORMULAS.C1).settle().set('A1', FORMULAS.A1);
    expect(sheet.values('A1:D1')).toEqual([['single', '', 'a', 'b']]);
    // Emptied, it frees its cells, and the other is computed again.
    expect(sheet.set('C1', null).values('A1:D1')).toEqual([['a', 'b', '', '']]);
  });

  test.each(ORDERS)(
    'without a state that satisfies both (%s, %s): circular, after one call each',
    (...order) => {
      const { sheet, functions } = withFunctions({ TT_FIRST: PAIR_IF_BLANK, TT_SECOND: PAIR_IF_FILLED });
      for (const cell of order) sheet.set(cell, FORMULAS[cell]);
      expect(sheet.error('A1')).toMatch(/^#REF! Circular dependency/);
      expect(sheet.error('C1')).toMatch(/^#REF! Circular dependency/);
      expect([sheet.value('B1'), sheet.value('D1'), functions.calls.length]).toEqual(['', '', 2]);
    },
  );
});

test('insertion and deletion through an array move it and keep it whole, without another call', () => {
  const { sheet, functions } = withFunctions(LIST);
  sheet.set('B2', '=TT_LIST(4)').set('D1', '=B4').settle();
  sheet.grid.insertRows(3, 2);
  expect(sheet.values('B2:B6')).toEqual([['r1'], ['r2'], ['r3'], ['r4'], ['']]);
  expect([sheet.formula('D1'), sheet.value('D1')]).toEqual(['=B6', '']);
  sheet.grid.deleteRows(3, 2);
  expect([sheet.formula('D1'), sheet.value('D1')]).toEqual(['=B4', 'r3']);
  sheet.grid.insertRows(1, 1);
  sheet.grid.insertColumns(1, 1);
  expect(sheet.values('C3:C6')).toEqual([['r1'], ['r2'], ['r3'], ['r4']]);
  expect(functions.calls.length).toBe(1);
});
