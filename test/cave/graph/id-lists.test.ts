/** Lists of ids read from text: the same as lossless JSON, and never a part of a cut reply. */

import { between, rng } from '@tracer-tools/cave/rng';
import { readIdLists, surveyIds } from '../../../src/cave/graph/id-lists';
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

test('layers and repeated ids of several lists', () => {
  const lists = (text: string) => surveyIds(readIdLists(text));
  const [supervoxel, level2] = ['76492475061776745', '160032475051983415'];
  expect(lists(`{"1":[${supervoxel}],"2":[${level2}],"3":[]}`)).toEqual({
    layers: new Set([1, 2]),
    repeated: false,
  });
  expect(lists(`{"1":[7,${level2},7]}`)).toEqual({ layers: new Set([0, 2]), repeated: true });
  expect(lists(`{"1":[${level2}],"2":[${level2}]}`).repeated).toBe(true);
  expect(lists('{}')).toEqual({ layers: new Set(), repeated: false });
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
    const wanted = parseJson(text) as Record<string, unknown[]>;
    for (const [id, list] of Object.entries(wanted)) wanted[id] = list.map(String);
    expect(plain(readIdLists(text))).toEqual(wanted);
  }
});

test('a million ids in packed form', () => {
  const ids = Array.from({ length: 1_000_000 }, (_, i) => String(76000000000000000n + BigInt(i)));
  const list = readIdLists(`{"720575941413124779":[${ids.join(',')}]}`).get('720575941413124779' as Id)!;
  expect([list.length, list[0], list[999_999]]).toEqual([1_000_000, 76000000000000000n, 76000000000999999n]);
});
