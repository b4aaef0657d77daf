/** The order of values in filters, against exact arithmetic. */
import { compareValues, holds } from '../../src/materialize/query';
import { between, pick, rng } from '../../src/rng';

test('whole numbers are ordered by value, however long and however written, seed 3', () => {
  const random = rng(3);
  const digits = (): string => {
    const text = Array.from({ length: between(random, 1, 20) }, () => between(random, 0, 9)).join('');
    return `${pick(random, ['', '', '-', '0', '-00'])}${text}`;
  };
  for (let i = 0; i < 3000; i++) {
    const [a, b] = [digits(), random() < 0.2 ? digits() : digits().slice(0, 3)];
    const order = BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0;
    expect([a, b, Math.sign(compareValues(a, b)!)]).toEqual([a, b, order]);
  }
});

test.each([
  ['720575941473274509', '720575941473274510', -1],
  ['720575941473274510', 720575941473274, 1],
  [5, '05', 0],
  [-5, '3', -1],
  [2.5, '2', 1],
  [2.5, '2.5', 0],
  [true, 'true', 0],
  ['b', 'a', 1],
  ['10', '9', 1],
  ['10', '9a', -1],
  [null, '1', null],
  ['1', null, null],
])('%s against %s', (a, b, order) => {
  const found = compareValues(a, b);
  expect(found === null ? null : Math.sign(found)).toBe(order);
  expect(holds('equal', a, b)).toBe(order === 0);
  expect(holds('greater_equal', a, b)).toBe(order !== null && order >= 0);
  expect(holds('less', a, b)).toBe(order === -1);
});
