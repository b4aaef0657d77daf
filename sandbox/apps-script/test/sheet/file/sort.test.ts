/** What a sort takes along, and what stops it. The order itself: structure.test.ts. */
import { boxOf, Sheet } from '../helpers';

const three = (): Sheet => new Sheet().set('A1', [['c'], ['a'], ['b']]);
const ascending = { column: 1, ascending: true };

test('formats, notes, colours and links stay with their cells', () => {
  const sheet = three();
  sheet.grid.setNumberFormats(boxOf('A1'), [['@']]);
  sheet.grid.setNotes(boxOf('A1'), [['note of c']]);
  sheet.grid.setRichText(2, 1, 'a', [{ start: 0, end: 1, url: 'https://example.org' }]);
  sheet.grid.sort(boxOf('A1:A3'), ascending);
  expect(sheet.view('A3')).toMatchObject({ shown: 'c', note: 'note of c', numberFormat: '@' });
  expect(sheet.view('A1').links).toHaveLength(1);
});

test('validation moves with the cell or, by switch, stays at its place', () => {
  const rule = { criterion: 'TEXT_CONTAINS', values: ['c'], allowInvalid: true, helpText: null };
  for (const [moves, expected] of [
    [true, [null, null, rule]],
    [false, [rule, null, null]],
  ] as const) {
    const sheet = new Sheet({ sortMovesValidation: moves }).set('A1', [['c'], ['a'], ['b']]);
    sheet.grid.setValidation(boxOf('A1'), rule);
    sheet.grid.sort(boxOf('A1:A3'), ascending);
    expect(['A1', 'A2', 'A3'].map((name) => sheet.view(name).validation)).toEqual(expected);
  }
});

test('hidden rows take part or, by switch, keep their place', () => {
  for (const [moves, target] of [
    [true, ['a', 'b', 'c', 'd']],
    [false, ['b', 'a', 'c', 'd']],
  ] as const) {
    const sheet = new Sheet({ sortMovesHiddenRows: moves }).set('A1', [['c'], ['a'], ['d'], ['b']]);
    sheet.grid.rowStates.setHidden(2, 1, true);
    sheet.grid.sort(boxOf('A1:A4'), ascending);
    expect(sheet.values('A1:A4').flat()).toEqual(target);
    expect(sheet.grid.isRowHidden(2)).toBe(true);
  }
});

test('an array inside the range is placed again', () => {
  const sheet = three().set('B1', '=ARRAYFORMULA(A1:A3&"!")').settle();
  sheet.grid.sort(boxOf('A1:A3'), ascending);
  expect(sheet.values('B1:B3').flat()).toEqual(['a!', 'b!', 'c!']);
});

test('a column outside the range is refused', () => {
  expect(() => three().grid.sort(boxOf('A1:A3'), { column: 2, ascending: true })).toThrow(
    'outside the range',
  );
});
