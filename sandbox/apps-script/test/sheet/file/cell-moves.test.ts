/** Cells inserted or deleted with a shift, cut and pasted, merged. */
import { boxOf, Sheet } from '../helpers';

const block = (): Sheet =>
  new Sheet().set('A1', [
    ['a1', 'b1', 'c1'],
    ['a2', 'b2', 'c2'],
    ['a3', 'b3', 'c3'],
  ]);

describe('cells inserted', () => {
  test('those below move down, the other columns stay, and references follow the cells', () => {
    const sheet = block().set('E1', '=B3').set('E2', '=A3').set('E3', '=COUNTA(B1:B3)').set('B5', '=B3&"!"');
    sheet.grid.setNotes(boxOf('B2'), [['note']]);
    sheet.grid.insertCells(boxOf('B2:B3'), 'down');
    expect(sheet.values('A1:C5')).toEqual([
      ['a1', 'b1', 'c1'],
      ['a2', '', 'c2'],
      ['a3', '', 'c3'],
      ['', 'b2', ''],
      ['', 'b3', ''],
    ]);
    expect(['E1', 'E2', 'E3', 'B7'].map((name) => sheet.formula(name))).toEqual([
      '=B5',
      '=A3',
      '=COUNTA(B1:B5)',
      '=B5&"!"',
    ]);
    expect([sheet.shown('B7'), sheet.shown('E3'), sheet.view('B4').note, sheet.view('B2').note]).toEqual([
      'b3!',
      '3',
      'note',
      '',
    ]);
  });

  test('to the right', () => {
    const sheet = block();
    sheet.grid.insertCells(boxOf('A2:B2'), 'right');
    expect(sheet.values('A1:E3')).toEqual([
      ['a1', 'b1', 'c1', '', ''],
      ['', '', 'a2', 'b2', 'c2'],
      ['a3', 'b3', 'c3', '', ''],
    ]);
  });

  test('the grid grows rather than losing what stands at its end', () => {
    const sheet = new Sheet().set('A1000', 'last');
    sheet.grid.insertCells(boxOf('A5:A6'), 'down');
    expect([sheet.grid.maxRows, sheet.value('A1002')]).toEqual([1002, 'last']);
  });
});

describe('cells deleted', () => {
  test('those below move up; references to deleted cells are lost', () => {
    const sheet = block().set('E1', '=B2').set('E2', '=B3').set('E3', '=COUNTA(B1:B3)').set('B4', '=1+1');
    sheet.grid.deleteCells(boxOf('B2:B2'), 'up');
    expect(sheet.values('A1:C4')).toEqual([
      ['a1', 'b1', 'c1'],
      ['a2', 'b3', 'c2'],
      ['a3', 2, 'c3'],
      ['', '', ''],
    ]);
    expect(['E1', 'E2', 'E3'].map((name) => sheet.formula(name))).toEqual([
      '=#REF!',
      '=B2',
      '=COUNTA(B1:B2)',
    ]);
  });

  test('those at the right move left', () => {
    const sheet = block().set('B1', '=1+1');
    sheet.grid.deleteCells(boxOf('A1:B1'), 'left');
    expect(sheet.values('A1:C2')).toEqual([
      ['c1', '', ''],
      ['a2', 'b2', 'c2'],
    ]);
    expect(sheet.formula('A1')).toBe('');
  });
});

test('cut and paste: content, format, note and validation go, formulas stay as they are, references follow', () => {
  const sheet = block().set('B2', '=A1').set('E1', '=B2&C2').set('E2', '=COUNTA(B2:C2)').set('H8', '=9');
  sheet.grid.setNumberFormats(boxOf('C2'), [['@']]);
  sheet.grid.setNotes(boxOf('C2'), [['note']]);
  sheet.grid.cutAndPaste(boxOf('B2:C2'), 8, 8);
  expect(sheet.values('A2:C2')).toEqual([['a2', '', '']]);
  expect([sheet.formula('H8'), sheet.value('H8'), sheet.formula('E1'), sheet.formula('E2')]).toEqual([
    '=A1',
    'a1',
    '=H8&I8',
    '=COUNTA(H8:I8)',
  ]);
  expect([sheet.view('I8').note, sheet.view('I8').numberFormat, sheet.view('C2').numberFormat]).toEqual([
    'note',
    '@',
    'General',
  ]);
  expect(sheet.shown('E1')).toBe('a1c2');
  sheet.set('A1', 'new');
  expect(sheet.shown('H8')).toBe('new');
  expect(() => sheet.grid.cutAndPaste(boxOf('A1:B2'), 1000, 1)).toThrow('no room');
});

test('merged cells are neither shifted nor pasted over', () => {
  const sheet = block();
  sheet.grid.merge(boxOf('B5:C6'));
  const refusal = "can't shift or paste over merged cells";
  expect(() => sheet.grid.insertCells(boxOf('B1'), 'down')).toThrow(refusal);
  expect(() => sheet.grid.deleteCells(boxOf('C2'), 'up')).toThrow(refusal);
  expect(() => sheet.grid.cutAndPaste(boxOf('A1'), 5, 2)).toThrow(refusal);
  sheet.grid.insertCells(boxOf('A1'), 'down');
  expect(sheet.value('A2')).toBe('a1');
});

test('an array that a shift meets is placed again', () => {
  const sheet = new Sheet()
    .set('A1', [['x'], ['y']])
    .set('C1', '=ARRAYFORMULA(A1:A2&"!")')
    .settle();
  sheet.grid.insertCells(boxOf('C1'), 'down');
  expect(sheet.values('C1:C3').flat()).toEqual(['', 'x!', 'y!']);
  sheet.set('C3', 'mine');
  expect(sheet.error('C2')).toBe(
    '#REF! Array result was not expanded because it would overwrite data in C3.',
  );
});
