/** Thousands separators, beside the platform's own. */
import { groupedNumber } from '../../src/core/grouped-number';
import { random } from '../../workbench/random';

test('as the platform writes whole numbers, at every length and sign; seed 15', () => {
  const chance = random(15);
  const numbers = [0, 1, -1, 12, 999, 1000, -1000, 99_999, 100_000, Number.MAX_SAFE_INTEGER];
  for (let digits = 1; digits <= 15; digits++) {
    for (let n = 0; n < 20; n++) numbers.push(Math.floor(chance() * 10 ** digits) * (n % 2 ? 1 : -1) || 0);
  }
  for (const number of numbers) expect(groupedNumber(number)).toBe(number.toLocaleString('en-US'));
});
