/** Signatures and the small words of the border. */

import { continueWith, isThenable } from '../../src/platform/awaitable';
import { Kill, ScriptError } from '../../src/platform/errors';
import {
  checkSignature,
  EnumValue,
  isDate,
  isPlainObject,
  matchesSignature,
  ServiceObject,
  Untransferable,
} from '../../src/platform/service-object';

class Thing extends ServiceObject {
  readonly kind = 'Thing';
}

test.each<[string, unknown[], boolean]>([
  ['', [], true],
  ['', [1], false],
  ['s', ['a'], true],
  ['s', [5], false],
  ['s', [], false],
  ['s?', [], true],
  ['s,n?', ['a', 1], true],
  ['s,n?', ['a', 'b'], false],
  ['s,n?', ['a', 1, 2], false],
  ['S', [5], true],
  ['S', [true], true],
  ['S', [new Date(0)], true],
  ['S', [null], false],
  ['S', [{}], false],
  ['n', [1.5], true],
  ['n', [Number.NaN], false],
  ['n', ['1'], false],
  ['b', [false], true],
  ['b', [0], false],
  ['d', [new Date(0)], true],
  ['d', [0], false],
  ['a', [[]], true],
  ['a', [{}], false],
  ['o', [{}], true],
  ['o', [[]], false],
  ['o', [null], false],
  ['o', [new Date(0)], false],
  ['o', [new Thing()], false],
  ['v', [null], true],
  ['v', ['x'], true],
  ['v', [[]], false],
  ['*', [undefined], true],
  ['r:Thing', [new Thing()], true],
  ['r:Other', [new Thing()], false],
  ['r:Thing', [{ kind: 'Thing' }], false],
  ['e:Button', [new EnumValue('Button', 'OK')], true],
  ['e:Button', [new EnumValue('ButtonSet', 'OK')], false],
  ['e:Button', ['OK'], false],
  ['o', [new Untransferable('bigint')], false],
])('%s takes %p: %s', (signature, args, fits) => {
  expect(matchesSignature(signature, args)).toBe(fits);
});

test('an unknown letter is a mistake of ours', () => {
  expect(() => matchesSignature('q', [1])).toThrow('unknown signature letter q');
});

test.each<[unknown[], string]>([
  [[], ''],
  [['a', 1, true, null], 'String,number,Boolean,null'],
  [[[1, 2], ['a'], []], 'number[],String[],Object[]'],
  [[new Thing(), new EnumValue('Button', 'OK'), new Untransferable('function')], 'Thing,Button,function'],
  [[new Date(0), {}, undefined], 'Date,Object,null'],
])('%p is described', (args, types) => {
  const of = { path: 'Service.Class', signatures: { method: ['n,n,n,n,n'] } };
  expect(() => checkSignature(of, 'method', args)).toThrow(
    new ScriptError(`The parameters (${types}) don't match the method signature for Service.Class.method.`),
  );
});

test('any of several signatures will do', () => {
  const of = { path: 'P', signatures: { m: ['s', 'n,n'] } };
  expect(() => checkSignature(of, 'm', ['a'])).not.toThrow();
  expect(() => checkSignature(of, 'm', [1, 2])).not.toThrow();
  expect(() => checkSignature(of, 'm', [1])).toThrow(ScriptError);
});

test('plain objects and dates', () => {
  expect([{}, Object.create(null)].every(isPlainObject)).toBe(true);
  expect(
    [null, [], new Date(0), new Thing(), new Untransferable('x'), 'a', undefined].some(isPlainObject),
  ).toBe(false);
  expect(isDate(new Date(Number.NaN))).toBe(true);
  expect(isDate({ getTime: () => 0 })).toBe(false);
});

test('after goes on at once, or later', async () => {
  expect(continueWith(1, (value) => value + 1)).toBe(2);
  const later = continueWith(Promise.resolve(1), (value) => value + 1);
  expect(isThenable(later)).toBe(true);
  expect(await later).toBe(2);
  expect([null, 1, {}, 'then'].some((value) => isThenable(value))).toBe(false);
});

test('a kill is abrupt unless said', () => {
  expect([new Kill().abrupt, new Kill('x', false).abrupt]).toEqual([true, false]);
  expect(new Kill().message).toBe('Exceeded maximum execution time');
});
