/** What a formula reads while custom functions run or fail. */

import { withFunctions } from '../helpers';

test('errors inside a range argument arrive as text, by switch', () => {
  const { sheet, functions } = withFunctions({ TT_X: () => 'ran' }, { passErrorsInRanges: true });
  sheet
    .set('A1', [['=1/0'], ['ok']])
    .set('B1', '=TT_X(A1:A2)')
    .set('B2', '=TT_X(A1)')
    .settle();
  expect(sheet.values('B1:B2').flat()).toEqual(['ran', '#DIV/0!']);
  expect(functions.calls.map((call) => call.args)).toEqual([[[['#DIV/0!'], ['ok']]]]);
});

test('a range that still loads keeps its readers waiting', () => {
  const { sheet, functions } = withFunctions({ TT_X: (x: unknown) => x });
  functions.hold = true;
  sheet.set('A1', '=TT_X("a")').set('B1', '=COUNTA(A1:A3)').set('C1', '=TT_X(A1:A2)').settle();
  expect([sheet.value('B1'), sheet.value('C1'), functions.calls.length]).toEqual([
    'Loading...',
    'Loading...',
    1,
  ]);
  functions.release();
  functions.release();
  expect([sheet.shown('B1'), sheet.shown('C1')]).toEqual(['1', 'a']);
});
