import { caretContext, wantsReference } from '../src/client/typing';
import { formulaHelp } from '../src/formula-help';

const CODE = `/** @OnlyCurrentDoc @preserve */
/**
 * Not for cells.
 */
function helper(a) {}
/**
 * Gives the id.
 * @param {"7205"} ids a cell or a range
 * @param {boolean} include_ratio TRUE adds the share (optional)
 * @return the id
 * @customfunction
 * @preserve
 */function TT_CURRENT_ID(ids,include_ratio){}/**
 * Lists.
 * @customfunction
 */
function TT_STACKS() {}`;

test('reads names, words and arguments of custom functions alone', () => {
  expect(formulaHelp(CODE)).toEqual([
    {
      name: 'TT_CURRENT_ID',
      summary: 'Gives the id.',
      args: [
        { name: 'ids', words: 'a cell or a range', optional: false },
        { name: 'include_ratio', words: 'TRUE adds the share', optional: true },
      ],
    },
    { name: 'TT_STACKS', summary: 'Lists.', args: [] },
  ]);
});

test.each([
  ['', null],
  ['TT_X(', null],
  ['=', null],
  ['=TT_', { at: 'name', stem: 'TT_', from: 1 }],
  ['=1+tt_is', { at: 'name', stem: 'tt_is', from: 3 }],
  ['=TT_X(', { at: 'argument', name: 'TT_X', index: 0 }],
  ['=TT_X(A2:A9, ', { at: 'argument', name: 'TT_X', index: 1 }],
  ['=TT_X("a,b(", ', { at: 'argument', name: 'TT_X', index: 1 }],
  ['=TT_X("open', { at: 'argument', name: 'TT_X', index: 0 }],
  ['=TT_X({1,2;3', { at: 'argument', name: 'TT_X', index: 0 }],
  ["=TT_X('My (tab'!A2, ", { at: 'argument', name: 'TT_X', index: 1 }],
  ['=TT_X(SUM(1,2), ', { at: 'argument', name: 'TT_X', index: 1 }],
  ['=TT_X(SUM(1, ', { at: 'argument', name: 'SUM', index: 1 }],
  ['=TT_X(1) ', null],
])('in %j', (text, place) => expect(caretContext(text)).toEqual(place));

test.each(['=', '=A1+', '=TT_X(', '=TT_X(A1, ', '={'])('after %j a reference may come', (text) =>
  expect(wantsReference(text)).toBe(true),
);
test.each(['', 'A1+', '=A1', '=TT_X(A1)', '="a,'])('after %j none may', (text) =>
  expect(wantsReference(text)).toBe(false),
);
