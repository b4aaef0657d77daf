/** The playground's help is made from the built bundle: every formula is explained there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formulaHelp } from '@tracer-tools/playground/formula-help';

test('every formula of the built bundle has its text and its arguments', () => {
  const help = formulaHelp(readFileSync(join(__dirname, '../../dist/addon/Code.js'), 'utf8'));
  expect(help.length).toBeGreaterThan(40);
  for (const { name, summary, args } of help) {
    expect([name, summary]).not.toEqual([name, '']);
    for (const { words } of args) expect([name, words]).not.toEqual([name, '']);
  }
});
