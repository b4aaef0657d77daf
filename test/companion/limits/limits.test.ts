/** Limits and variables: the documentation lists each, with the figure that the code has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMPANION_LIMITS, overLimit, readLimits } from '../../../src/companion/limits/limits';

const ROOT = join(__dirname, '../../..');
const PAGE = readFileSync(join(ROOT, 'docs/companion.md'), 'utf8');

test.each(Object.entries(COMPANION_LIMITS))('%s is documented', (name, { env, initial }) => {
  const figure = name === 'workers' ? 'the processors' : initial.toLocaleString('en-GB');
  expect(PAGE).toContain(`| \`${env}\` | ${figure} |`);
});

test('so is every other variable', () => {
  const config = readFileSync(join(ROOT, 'src/companion/config.ts'), 'utf8');
  const variables = new Set(config.match(/\bTT_[A-Z_]+/g));
  expect(variables.size).toBeGreaterThan(10);
  for (const variable of variables)
    expect([variable, PAGE.includes(`\`${variable}\``)]).toEqual([variable, true]);
});

test('a refusal says both figures', () => {
  const { message, code } = overLimit('points', readLimits({ TT_MAX_POINTS: '1000' }), 2500);
  expect([code, message]).toEqual([
    'BIG',
    '2,500 are more than the companion’s limit of 1,000 rows of a range or of points in one request. Ask for less at a time',
  ]);
});
