/** Lossless JSON against a slow reference parser, and the spellings that CAVE's services use. */

import { pick, rng } from '@tracer-tools/cave/rng';
import { asObject, BareNumber, type Json, parseJson, writeJson } from '../../src/core/json';
import { heldBytes } from '../support/heap';
import { makeDocument } from './random-json';
import { referenceParse } from './reference-json';

describe('parseJson', () => {
  test.each<[string, string, Json]>([
    ['a root id', '{"root_id": 864691135122603047}', { root_id: '864691135122603047' }],
    ['16 digits become text', '1234567890123456', '1234567890123456'],
    ['15 digits stay a number', '123456789012345', 123456789012345],
    ['a long negative integer', '[-864691135122603047]', ['-864691135122603047']],
    ['a long float stays a number', '[674304.1234567890123]', [Number('674304.1234567890123')]],
    ['16 digits before a point', '[1234567890123456.5]', [1234567890123456.5]],
    ['an exponent', '[1e3,1E-2,1.5e+300]', [1000, 0.01, 1.5e300]],
    ['NaN and infinities', '[NaN,Infinity,-Infinity,{"a":NaN}]', [null, null, null, { a: null }]],
    ['NaN inside a string', '["NaN",NaN,"is Infinity, -Infinity"]', ['NaN', null, 'is Infinity, -Infinity']],
    ['digits inside a string', '["at 864691135122603047!"]', ['at 864691135122603047!']],
    ['a digit string', '["864691135122603047"]', ['864691135122603047']],
    [
      'a long key',
      '{"864691135122603047":[160032475051983415]}',
      { '864691135122603047': ['160032475051983415'] },
    ],
    ['an escaped quote before digits', '["\\"864691135122603047",1]', ['"864691135122603047', 1]],
    [
      'a digit string before an id',
      '["1764588937123456",1764588937123456]',
      ['1764588937123456', '1764588937123456'],
    ],
    ['a digit string alone', '{"generation":"1764588937123456"}', { generation: '1764588937123456' }],
    ['escaped quotes around digits', '["\\"864691135122603047\\"",2]', ['"864691135122603047"', 2]],
    ['a colon behind an escaped quote', '{"a\\":b":"\\\\", "c" :":"}', { 'a":b': '\\', c: ':' }],
    ['an escaped backslash at the end', '["\\\\",864691135122603047]', ['\\', '864691135122603047']],
    ['escapes', '["\\u0039\\n\\/\\t",864691135122603047]', ['9\n/\t', '864691135122603047']],
    ['a newline at the end', '{"is_latest":[false,true]}\n', { is_latest: [false, true] }],
    ['Python spacing', '{"a": 1, "b": [1.0, 2]}', { a: 1, b: [1, 2] }],
    ['null alone', 'null', null],
    ['text alone', '"5.26.4"', '5.26.4'],
    [
      'JSON in JSON keeps its digits',
      '{"1":"{\\"a\\":864691135122603047}"}',
      { '1': '{"a":864691135122603047}' },
    ],
  ])('%s', (_words, text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  test('the recorded replies of the references keep every digit', () => {
    const body =
      '{"160032475051983415":["160032475051983415"],"42":[],"864691135122603047":[160032475051983415,160032475051983999]}';
    expect(parseJson(body)).toEqual({
      '160032475051983415': ['160032475051983415'],
      '42': [],
      '864691135122603047': ['160032475051983415', '160032475051983999'],
    });
  });

  test.each([
    '',
    '{',
    '[1,',
    '"abc',
    '{"a":864691135122603047',
    '[864691135122603047',
    '[1234567890123456-]',
    'nan',
    '<html>',
  ])('refuses %s', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  // Steps that grow with the square of the length would run into the test's time limit here.
  test('a string of 3 MB between ids is read without a stack of its length', () => {
    for (const filler of ['x', '\\n', '\\"', '7', '\\u00e9', 'NaN ']) {
      const long = filler.repeat(Math.ceil(3e6 / filler.length));
      const value = parseJson(`{"a":"${long}","b":864691135122603047}`) as { a: string; b: string };
      expect(value.b).toBe('864691135122603047');
      expect(value.a).toBe(JSON.parse(`"${long}"`));
    }
  });

  test('3 MB of a string that never ends are refused', () => {
    for (const filler of ['x', '\\"', '1234567890123456 ', '"']) {
      const text = `[1234567890123456,"${filler.repeat(Math.ceil(3e6 / filler.length))}`;
      expect(() => parseJson(text)).toThrow(SyntaxError);
    }
  });

  test('16 digits are found wherever they start, 15 are not taken for 16', () => {
    for (let before = 0; before < 40; before++) {
      const gap = ' '.repeat(before);
      expect(parseJson(`[${gap}1234567890123456]`)).toEqual(['1234567890123456']);
      expect(parseJson(`[${gap}12345678901234567890, 1]`)).toEqual(['12345678901234567890', 1]);
      expect(parseJson(`[${gap}123456789012345,123456789012345]`)).toEqual([
        123456789012345, 123456789012345,
      ]);
    }
  });

  test('half a million bare ids', () => {
    const ids = Array.from({ length: 500_000 }, (_, i) => String(720575940000000000n + BigInt(i)));
    const { leaf_ids: read } = parseJson(`{"leaf_ids":[${ids.join(',')}]}`) as { leaf_ids: string[] };
    expect(read.length === ids.length && read.every((id, i) => id === ids[i])).toBe(true);
  });
});

test.each([
  '{"a":1,"a":2}',
  '{"a":1,"a":1}',
  '[{"b":{"a":1,"\\u0061":2}}]',
  '{"":1,"":2}',
  '{"a\\"b":1,"a\\"b":2}',
  '{"id":720575941473274509,"id":720575941473274510}',
])('%s: a key that stands twice is refused', (text) => {
  expect(() => parseJson(text)).toThrow('a key stands twice');
});

test.each([
  '{"a":{"a":1},"b":[{"a":1},{"a":2}]}',
  '{"a":"\\"a\\": 1","b":"x: y"}',
  '["a", ":", "a"]',
  '{"__proto__":1}',
])('%s holds no key twice', (text) => expect(parseJson(text)).toEqual(JSON.parse(text)));

test('1,500 random documents agree with the reference parser (seed 53)', () => {
  const random = rng(53);
  for (let i = 0; i < 1500; i++) {
    const text = makeDocument(random);
    expect(parseJson(text)).toEqual(referenceParse(text));
  }
});

test('1,500 damaged documents are refused exactly where the reference refuses them (seed 54)', () => {
  const random = rng(54);
  let refused = 0;
  for (let i = 0; i < 1500; i++) {
    const text = damage(makeDocument(random), random);
    let expected: Json | undefined;
    try {
      expected = referenceParse(text);
    } catch {
      refused++;
      expect(() => parseJson(text)).toThrow(SyntaxError);
      continue;
    }
    expect(parseJson(text)).toEqual(expected);
  }
  expect(refused).toBeGreaterThan(500);
});

function damage(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  if (random() < 0.4) return text.slice(0, at);
  const put = pick(random, ['"', ',', '}', ']', '\\', '7', '-', 'NaN', '12345678901234567', ' ', '']);
  return text.slice(0, at) + put + text.slice(at + 1);
}

describe('writeJson', () => {
  test('keeps the digits of a bare number, the order of keys and what JSON keeps', () => {
    const value = {
      b: [new BareNumber('864691135122603047'), '864691135122603047', null, true, -1.5],
      a: { 'key "quoted"': 'line\nbreak' },
    };
    expect(writeJson(value)).toBe(
      '{"b":[864691135122603047,"864691135122603047",null,true,-1.5],"a":{"key \\"quoted\\"":"line\\nbreak"}}',
    );
  });
  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('refuses %s', (value) => {
    expect(() => writeJson([value])).toThrow('JSON has no NaN or Infinity');
  });
  test.each(['', '-1', '01', '1.0', '1e3', '1,2', ' 1'])('"%s" is no bare number', (digits) => {
    expect(() => new BareNumber(digits)).toThrow(RangeError);
  });
  test('what is written reads alike here, in the reference and, ids apart, in JSON.parse (seed 55)', () => {
    const random = rng(55);
    for (let i = 0; i < 500; i++) {
      const value = referenceParse(makeDocument(random));
      const text = writeJson(value);
      expect(parseJson(text)).toEqual(referenceParse(text));
      expect(JSON.parse(text)).toEqual(value);
    }
  });
});

test('asObject takes objects alone', () => {
  expect(asObject({ a: 1 })).toEqual({ a: 1 });
  for (const value of [null, undefined, [], 'x', 1, true]) expect(asObject(value)).toBeNull();
});

test('what a value was read from is let go', () => {
  const read = () => parseJson(`{"root_id": 864691135122603047${' '.repeat(2e7)}}`);
  const before = heldBytes();
  const value = read();
  expect(heldBytes() - before).toBeLessThan(1e7);
  expect(value).toEqual({ root_id: '864691135122603047' });
});
