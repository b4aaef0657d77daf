/** The bundle as it is saved: functions, parameters, JSDoc. */

import { readScript } from '../../src/platform/script';

const CODE = `/** @OnlyCurrentDoc */
/* a note */
/**
 * Current id.
 * @param {"720575940621039145"} ids
 * @customfunction
 */
function TT_CURRENT_ID(ids, ratio) { return LIB_.current(ids, ratio); }

/** Not directly above. */
var x = 1;
function helper_() { function nested() {} }
const arrow = (a) => a, plain = 5, made = function (b, c) {};
let later;
class Thing {}
`;

test('top-level functions with parameters', () => {
  const { functions } = readScript(CODE);
  expect(functions.map(({ name, params, visible, custom }) => [name, params, visible, custom])).toEqual([
    ['TT_CURRENT_ID', ['ids', 'ratio'], true, true],
    ['helper_', [], false, false],
    ['arrow', ['a'], true, false],
    ['made', ['b', 'c'], true, false],
  ]);
});

test('the JSDoc directly above, and no other', () => {
  const script = readScript(CODE);
  expect(script.find('TT_CURRENT_ID')?.doc).toMatch(
    /^\/\*\*\n \* Current id\.[\s\S]*@customfunction\n \*\/$/,
  );
  expect(script.find('helper_')?.doc).toBe('');
  expect(script.find('nested')).toBeUndefined();
});

test('a later declaration wins, as at run time', () => {
  const { functions } = readScript('function f(a) {}\nfunction f(b, c) {}');
  expect(functions.map(({ name, params }) => [name, params])).toEqual([['f', ['b', 'c']]]);
});

test.each([
  ['1n', 'BigInt'],
  ['a ?? b', 'nullish'],
  ['a ||= b', 'assignment'],
  ['class A { static { } }', 'static block'],
  ['await x', 'top-level await'],
  ['import("x")', 'import'],
])('%s is refused', (code) => {
  expect(() => readScript(code)).toThrow(/^The script cannot be saved/);
});

test.each(['async function f() {}', '({ ...a })', '`t`', 'try {} catch {}', 'a ** b', '[].flat()'])(
  '%s is fine',
  (code) => {
    expect(() => readScript(code)).not.toThrow();
  },
);
