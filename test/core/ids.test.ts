/** Ids from cell to wire and back: what is an id, what was rounded, and that no digit is ever lost. */

import { rng } from '@tracer-tools/cave/rng';
import { compareIds, distinct, type Id, parseId, toId, unpackIds } from '../../src/core/ids';
import { BareNumber, type Json, parseJson, writeJson } from '../../src/core/json';
import { packIds } from '../support/pack-ids';

describe('parseId and toId', () => {
  test.each(['', ' 1', '1 ', '01', '-1', '1.0', '1e3', '18446744073709551616', '99999999999999999999'])(
    '"%s" is no id',
    (text) => {
      expect(parseId(text)).toBeNull();
      expect(() => toId(text)).toThrow(RangeError);
    },
  );
  test.each(['0', '1', '9007199254740993', '9223372036854775808', '18446744073709551615'])(
    '%s is an id',
    (text) => {
      expect(parseId(text)).toBe(text);
      expect(toId(text)).toBe(text);
    },
  );
  test('numbers from a service only while they are exact', () => {
    expect(toId(42)).toBe('42');
    for (const value of [2 ** 53, 1.5, -1, Number.NaN, null, undefined, {}, true]) {
      expect(() => toId(value)).toThrow('not an exact id');
    }
  });
  test('a long text is cut in the error', () => {
    expect(() => toId('9'.repeat(1000))).toThrow(new RangeError(`not an exact id: ${'9'.repeat(40)}`));
  });
});

test('compareIds orders by value, not by text', () => {
  const values = ['9', '10', '9007199254740992', '9007199254740993', '18446744073709551615', '0'];
  const sorted = [...values].sort(compareIds);
  expect(sorted).toEqual([...values].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)));
  expect(compareIds('5', '5')).toBe(0);
});

test('distinct keeps the order of first appearance', () => {
  expect(distinct(['3', '1', '3', '2', '1'] as Id[])).toEqual(['3', '1', '2']);
});

test('bytes that are not whole ids are refused', () => {
  expect(() => unpackIds(new Uint8Array(12))).toThrow('12 bytes are not whole 8-byte ids');
  expect(unpackIds(new Uint8Array(0))).toHaveLength(0);
});

test('packing is little-endian and a view at an odd offset unpacks', () => {
  // The worked exchange of the bulk root look-up.
  const wire = 'd0e0024840985a010000000000000000277c698d0100000c';
  const ids = ['97557743795364048', '0', '864691135122603047'] as Id[];
  expect(Buffer.from(packIds(ids)).toString('hex')).toBe(wire);
  const shifted = Uint8Array.from([1, ...Buffer.from(wire, 'hex')]).subarray(1);
  expect([...unpackIds(shifted)].map(String)).toEqual(ids);
});

describe('a million ids keep every digit (seed 20260610)', () => {
  const random = rng(20260610);
  const word = () => BigInt(Math.floor(random() * 2 ** 32));
  const EDGES = [1n << 53n, 1n << 63n, (1n << 64n) - 1n, 0n, 1n << 56n, 1n << 32n];
  const values = new BigUint64Array(1_000_000);
  for (let i = 0; i < values.length; i++) {
    const edge = EDGES[i % 8];
    // Six of eight lie within a few thousand of a boundary; the setter wraps those that fall outside.
    values[i] = edge === undefined ? (word() << 32n) | word() : edge + (word() % 4096n) - 2048n;
  }
  const texts = Array.from(values, String) as Id[];

  test('text → packed → text', () => {
    const packed = packIds(texts);
    expect(packed).toHaveLength(8_000_000);
    const back = unpackIds(packed);
    let wrong = 0;
    for (let i = 0; i < texts.length; i++) if (String(back[i]) !== texts[i]) wrong++;
    expect(wrong).toBe(0);
  });

  test('text → bare JSON numbers → text', () => {
    const bare = parseJson(writeJson(texts.map((text) => new BareNumber(text)))) as Json[];
    let wrong = 0;
    for (let i = 0; i < texts.length; i++) if (toId(bare[i]) !== texts[i]) wrong++;
    expect(wrong).toBe(0);
  });

  test('text → JSON strings → text, and each is canonical', () => {
    const some = texts.slice(0, 100_000);
    const quoted = parseJson(writeJson(some)) as string[];
    expect(quoted).toEqual(some);
    expect(some.every((text) => parseId(text) === text)).toBe(true);
  });
});
