/** Seeded numbers: the same on every machine, spread evenly, within their bounds. */
import { between, hash, hashText, pick, rng } from '../src/rng';

test('the first numbers of seed 1 (mulberry32)', () => {
  const next = rng(1);
  expect([next(), next(), next()].map((value) => Math.floor(value * 2 ** 32))).toEqual([
    2693262067, 11749833, 2265367787,
  ]);
});

test('100,000 numbers fill ten parts evenly (seed 3)', () => {
  const next = rng(3);
  const parts = new Array<number>(10).fill(0);
  for (let i = 0; i < 100_000; i++) parts[Math.floor(next() * 10)]! += 1;
  for (const count of parts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});

test('whole numbers keep their bounds, both included (seed 5)', () => {
  const next = rng(5);
  const values = new Set(Array.from({ length: 1000 }, () => between(next, -2, 2)));
  expect([...values].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
  expect(new Set(Array.from({ length: 200 }, () => pick(next, ['a', 'b']))).size).toBe(2);
});

test('hashes are 32 bits, differ by order, and by one bit of their input', () => {
  const hashes = new Set(Array.from({ length: 50_000 }, (_, at) => hash(7, at)));
  expect(hashes.size).toBeGreaterThan(49_990);
  expect([...hashes].filter((value) => value !== value >>> 0)).toEqual([]);
  expect(hash(1, 2)).not.toBe(hash(2, 1));
  expect(hashText('a')).not.toBe(hashText('b'));
});
