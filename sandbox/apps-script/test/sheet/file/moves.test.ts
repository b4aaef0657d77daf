/** Moved rows and columns: cells with all that belongs to them, and every reference. */
import { boxOf, random, Sheet } from '../helpers';

test.each<[string, (sheet: Sheet) => void, string]>([
  ['=A5', (s) => s.grid.moveRows(5, 1, 2), '=A2'],
  ['=A5', (s) => s.grid.moveRows(2, 1, 9), '=A4'],
  ['=$A$5', (s) => s.grid.moveRows(9, 1, 2), '=$A$6'],
  ['=SUM(A2:A5)', (s) => s.grid.moveRows(2, 4, 12), '=SUM(A8:A11)'],
  ['=SUM(A2:A5)', (s) => s.grid.moveRows(5, 1, 12), '=SUM(A2:A4)'],
  ['=SUM(A2:A5)', (s) => s.grid.moveRows(12, 1, 4), '=SUM(A2:A6)'],
  ['=SUM(A:A)', (s) => s.grid.moveRows(2, 1, 9), '=SUM(A:A)'],
  ['=C1', (s) => s.grid.moveColumns(3, 1, 1), '=A1'],
  ['=SUM(B:B)', (s) => s.grid.moveColumns(2, 1, 6), '=SUM(E:E)'],
  ['=SUM(B2:D9)', (s) => s.grid.moveColumns(3, 1, 8), '=SUM(B2:C9)'],
])('%s', (formula, change, after) => {
  const sheet = new Sheet().set('T20', formula).settle();
  change(sheet);
  const all = sheet.grid
    .formulas(boxOf('A1:Z30'))
    .flat()
    .filter((text) => text !== '');
  expect(all).toEqual([after]);
});

test('formats, notes, colours, validation and links go along', () => {
  const sheet = new Sheet().set('B2', '0.5');
  const { grid } = sheet;
  grid.setNumberFormats(boxOf('B2'), [['0.00%']]);
  grid.setNotes(boxOf('B2'), [['half']]);
  grid.setBackgrounds(boxOf('B2'), [['#ffcccc']]);
  grid.setRichText(3, 2, 'open', [{ start: 0, end: 4, url: 'https://example.org' }]);
  const rule = { criterion: 'CHECKBOX', values: [], allowInvalid: false, helpText: null };
  grid.setValidation(boxOf('B4'), rule);
  grid.moveColumns(2, 1, 5);
  grid.moveRows(2, 3, 8);
  expect(sheet.view('D5')).toMatchObject({ shown: '50.00%', note: 'half', background: '#ffcccc' });
  expect(sheet.view('D6').links).toHaveLength(1);
  expect([sheet.value('D7'), sheet.view('D7').validation]).toEqual([false, rule]);
  expect(sheet.view('B2')).toMatchObject({ shown: '', note: '', numberFormat: 'General' });
});

test('arrays move with their formula, and are blocked where they no longer fit', () => {
  const sheet = new Sheet()
    .set('A1', [['x'], ['y']])
    .set('C1', '=ARRAYFORMULA(A1:A2&"!")')
    .set('F2', 'mine')
    .settle();
  sheet.grid.moveColumns(3, 1, 8);
  expect(sheet.values('G1:G2').flat()).toEqual(['x!', 'y!']);
  sheet.set('G2', 'mine');
  expect(sheet.error('G1')).toBe(
    '#REF! Array result was not expanded because it would overwrite data in G2.',
  );
  sheet.grid.moveColumns(7, 1, 9);
  expect(sheet.values('H1:H2').flat()).toEqual(['#REF!', 'mine']);
});

test('where a move leads nowhere nothing changes, and outside it is refused', () => {
  const sheet = new Sheet().set('A1', [['a'], ['b'], ['c']]);
  sheet.grid.moveRows(2, 2, 2);
  sheet.grid.moveRows(2, 2, 4);
  expect(sheet.values('A1:A3').flat()).toEqual(['a', 'b', 'c']);
  expect(() => sheet.grid.moveRows(1, 1, 1002)).toThrow('out of bounds');
  expect(() => sheet.grid.moveColumns(26, 2, 1)).toThrow('out of bounds');
  sheet.grid.moveRows(1, 1, 1001);
  expect([sheet.value('A1'), sheet.value('A1000')]).toEqual(['b', 'a']);
});

test.each([1, 2, 3])('seed %i: references to single cells always show their own cell', (seed) => {
  const next = random(seed);
  const sheet = new Sheet();
  const size = 8;
  for (let r = 1; r <= size; r++) {
    sheet.set(`A${r}`, [[`a${r}`, `b${r}`, `c${r}`]]);
    sheet.set(`E${r}`, [[`=A${r}`, `=B${r}`, `=C${r}`]]);
  }
  for (let i = 0; i < 60; i++) {
    const axis = next(2) === 0;
    const first = 1 + next(7);
    const count = 1 + next(2);
    const before = 1 + next(9);
    if (axis) sheet.grid.moveRows(first, count, before);
    else sheet.grid.moveColumns(first, count, before);
    const pairs: string[] = [];
    const values = sheet.values('A1:N14');
    const formulas = sheet.grid.formulas(boxOf('A1:N14'));
    for (const [r, row] of formulas.entries()) {
      for (const [c, text] of row.entries()) {
        if (text !== '') pairs.push(`${values[r]![c]}=${sheet.value(text.slice(1))}`);
      }
    }
    expect(pairs).toHaveLength(size * 3);
    for (const pair of pairs) expect(pair).toMatch(/^(.+)=\1$/);
  }
});

test('inserted lines take formats and validation from their neighbour, unless switched off', () => {
  for (const [inherit, before, after] of [
    [true, '@', '0%'],
    [false, 'General', 'General'],
  ] as const) {
    const sheet = new Sheet({ insertedLinesInherit: inherit });
    sheet.grid.setNumberFormats(boxOf('A1:A2'), [['@'], ['0%']]);
    sheet.grid.setNotes(boxOf('A2'), [['n']]);
    sheet.grid.insertRows(2, 1, 'before');
    expect(sheet.view('A2').numberFormat).toBe(before);
    sheet.grid.insertRows(3, 2);
    expect([sheet.view('A3').numberFormat, sheet.view('A4').numberFormat]).toEqual([after, after]);
    expect([sheet.view('A4').note, sheet.view('A5').note]).toEqual(['', 'n']);
    sheet.grid.insertColumns(2, 1, 'before');
    expect(sheet.view('B1').numberFormat).toBe(before);
    sheet.grid.insertRows(1, 1, 'none');
    expect(sheet.view('A1').numberFormat).toBe('General');
  }
});
