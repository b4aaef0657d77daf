/** Values as text: what goes in comes out. */

import { makeCodec } from '../../src/guest/codec';
import { seededRandom } from '../../src/world/random';

class Owned {
  constructor(readonly id: number) {}
}
const ownedObjects: Owned[] = [];
const codec = makeCodec({
  toTag: (value) => (value instanceof Owned ? ['r', ownedObjects.indexOf(value)] : null),
  fromTag: (tag) => (tag[0] === 'r' ? ownedObjects[tag[1] as number] : tag),
});
const round = (value: unknown) => codec.read(codec.write(value));

test.each([
  [null],
  [true],
  [0],
  [-1.5e300],
  ['text "quoted" \u0001 \u2028 é 🧠'],
  [undefined],
  [Number.NaN],
  [Number.POSITIVE_INFINITY],
  [new Date(1234)],
  [[]],
  [{}],
  [[1, [undefined, [new Date(0)]]]],
  [{ a: { b: [null, { c: undefined }] } }],
])('%p', (value) => {
  expect(round(value)).toEqual(value);
});

test('an invalid date stays one', () => {
  expect(Number.isNaN((round(new Date(Number.NaN)) as Date).getTime())).toBe(true);
});

test('owned objects keep their identity', () => {
  const thing = new Owned(1);
  ownedObjects.push(thing);
  const back = round({ list: [thing, thing] }) as { list: unknown[] };
  expect(back.list[0]).toBe(thing);
  expect(back.list[1]).toBe(thing);
});

test('what may not cross is named', () => {
  expect(round(1n)).toEqual(['?', 'bigint']);
  expect(round(() => 1)).toEqual(['?', 'function']);
  expect(round(Symbol('x'))).toEqual(['?', 'symbol']);
  const loop: unknown[] = [];
  loop.push([loop]);
  expect(round(loop)).toEqual([[['?', 'circular']]]);
});

test('the same object twice is not a loop', () => {
  const twice = { a: 1 };
  expect(round([twice, twice])).toEqual([{ a: 1 }, { a: 1 }]);
});

test('typed arrays carry their bytes', () => {
  expect(round(Uint8Array.of(1, 255))).toEqual(['t', 'Uint8Array', '\u0001\u00ff']);
  expect(round(new Uint16Array([258]))).toEqual(['t', 'Uint16Array', '\u0002\u0001']);
});

test('a key that looks like a tag does not forge one, nor does __proto__', () => {
  const forgery = JSON.parse('{"\\u0001": ["r", 0], "__proto__": {"evil": true}, "a": 1}') as object;
  const back = round(forgery) as Record<string, unknown>;
  expect(back).toEqual({ a: 1 });
  expect(back.evil).toBeUndefined();
});

test('byte arrays are written small from 64 bytes on', () => {
  const bytes = Array.from({ length: 64 }, (_, k) => (k << 24) >> 24);
  expect(codec.write(bytes)).toMatch(/^\{"\\u0001":\["b"/);
  expect(round(bytes)).toEqual(bytes);
  expect(codec.write(bytes.slice(1))).toMatch(/^\[/);
  expect(round([...bytes, 128])).toEqual([...bytes, 128]);
  expect(round([...bytes, 0.5])).toEqual([...bytes, 0.5]);
});

test.each([1, 2, 3, 4, 5])('random values, seed %i', (seed) => {
  const random = seededRandom(seed);
  const pick = (count: number) => Math.floor(random() * count);
  const make = (depth: number): unknown => {
    switch (pick(depth > 0 ? 10 : 7)) {
      case 0:
        return null;
      case 1:
        return random() < 0.5;
      case 2:
        return (random() - 0.5) * 10 ** pick(40);
      case 3:
        return String.fromCharCode(...Array.from({ length: pick(20) }, () => pick(0xd7ff)));
      case 4:
        return undefined;
      case 5:
        return new Date(pick(1e9));
      case 6:
        return Array.from({ length: 60 + pick(200) }, () => pick(256) - 128);
      case 7:
      case 8:
        return Array.from({ length: pick(5) }, () => make(depth - 1));
      default:
        return Object.fromEntries(
          Array.from({ length: pick(5) }, (_, k) => [`k${k}${pick(9)}`, make(depth - 1)]),
        );
    }
  };
  for (let times = 0; times < 200; times++) {
    const value = make(4);
    expect(round(value)).toEqual(value);
  }
});
