/** Lists of ids read from text: the same as lossless JSON, and never a part of a cut reply. */

import { between, rng } from '@tracer-tools/cave/rng';
import { areDistinct, readIdLists } from '../../../src/cave/graph/id-lists';
import type { Id } from '../../../src/core/ids';
import { parseJson } from '../../../src/core/json';

const BODY =
  '{"160032475051983415":["160032475051983415"],"42":[],"864691135122603047":[160032475051983415, 160032475051983999]}\n';
const plain = (lists: Map<Id, BigUint64Array>) =>
  Object.fromEntries([...lists].map(([id, list]) => [id, Array.from(list, String)]));

test('reads bare and quoted ids, empty lists, spaces', () => {
  expect(plain(readIdLists(BODY))).toEqual({
    '160032475051983415': ['160032475051983415'],
    '42': [],
    '864691135122603047': ['160032475051983415', '160032475051983999'],
  });
  expect(readIdLists('{}').size).toBe(0);
});

test('every id of 64 bits is read exactly: near powers of 2 and 10, and at random, seed 5', () => {
  const random = rng(5);
  const powers = Array.from({ length: 65 }, (_, n) => 2n ** BigInt(n));
  const tens = Array.from({ length: 20 }, (_, n) => 10n ** BigInt(n));
  const near = [...powers, ...tens].flatMap((n) => [n - 1n, n, n + 1n]);
  const scattered = Array.from({ length: 2000 }, () => {
    const words = [0, 1].map(() => BigInt(between(random, 0, 2 ** 32 - 1)));
    return ((words[0]! << 32n) | words[1]!) >> BigInt(between(random, 0, 63));
  });
  const ids = [...near, ...scattered].filter((id) => id < 2n ** 64n);
  for (const text of [`[${ids.join()}]`, `["${ids.join('","')}"]`]) {
    expect([...readIdLists(`{"7":${text}}`).values()]).toEqual([BigUint64Array.from(ids)]);
  }
});

test('a reply that is cut anywhere raises', () => {
  for (let at = 0; at < BODY.trimEnd().length; at++) {
    expect(() => readIdLists(BODY.slice(0, at))).toThrow(SyntaxError);
  }
});

test.each([
  '{"1":[-5]}',
  '{"1":[1.5]}',
  '{"1":[1e3]}',
  '{"1":[null]}',
  '{"1":[[1]]}',
  '{"1":[{"a":1}]}',
  '{"1":[18446744073709551616]}',
  '{"1":[99999999999999999999]}',
  '{"x":[1]}',
  '{"-1":[1]}',
  '{"1":7}',
  '{"1":[1 2]}',
  '{"1":[1,,2]}',
  '{"1":[1,]}',
  '{"1":[,1]}',
  '{"1":["1]}',
  '{"1":[1"]}',
  '{"1":[01]}',
  '{"1":[""]}',
  '{"1":[1],"1":[2]}',
  '{"1":[1] "2":[2]}',
  '{"1":[1],}',
  '{"1" [1]}',
  '{"1":[1]}{}',
  '{"1":[1]}<html>',
  '<html>{"1":[1]}',
])('%s is not lists of ids', (text) => {
  expect(() => readIdLists(text)).toThrow();
});

test('lists of distinct ids of one layer', () => {
  const distinct = (layer: number, shared: boolean, ...lists: bigint[][]) =>
    areDistinct(
      lists.map((list) => BigUint64Array.from(list)),
      layer,
      shared,
    );
  const [a, b, node] = [76492475061776745n, 76492475061776746n, 160032475051983415n];
  expect([distinct(1, false), distinct(1, false, []), distinct(1, false, [a], [b])]).toEqual([
    true,
    true,
    true,
  ]);
  expect([distinct(1, true, [a, b], [b]), distinct(1, false, [a, b], [b])]).toEqual([true, false]);
  expect([distinct(1, true, [a, b, a]), distinct(1, false, [a, b, a])]).toEqual([false, false]);
  expect([distinct(2, false, [node]), distinct(2, false, [a, node]), distinct(1, true, [a], [node])]).toEqual(
    [true, false, false],
  );
});

test('random lists agree with lossless JSON (seed 77)', () => {
  const random = rng(77);
  for (let i = 0; i < 100; i++) {
    const fields = Array.from({ length: between(random, 0, 6) }, (_, at) => {
      const ids = Array.from({ length: between(random, 0, 2000 * random() ** 4) }, () =>
        String(BigInt(Math.floor(random() * 2 ** 52)) * BigInt(between(random, 1, 4096))),
      );
      const quoted = random() < 0.5 ? ids.map((id) => `"${id}"`) : ids;
      return `"${at}": [${quoted.join(random() < 0.5 ? ',' : ', ')}]`;
    });
    const text = `{${fields.join(', ')}}`;
    const expected = parseJson(text) as Record<string, unknown[]>;
    for (const [id, list] of Object.entries(expected)) expected[id] = list.map(String);
    expect(plain(readIdLists(text))).toEqual(expected);
  }
});

test('a million ids in packed form', () => {
  const ids = Array.from({ length: 1_000_000 }, (_, i) => String(76000000000000000n + BigInt(i)));
  const list = readIdLists(`{"720575941413124779":[${ids.join(',')}]}`).get('720575941413124779' as Id)!;
  expect([list.length, list[0], list[999_999]]).toEqual([1_000_000, 76000000000000000n, 76000000000999999n]);
});
