// npm run licences: checks the licence of every package that the bundles of the companion and of the command line
// contain. Fails for a licence that is not in the list below.
import { join } from 'node:path';
import { packagesOf } from './bundle/node-program.mjs';
import { ENTRIES as CLI } from './cli.mjs';
import { ENTRIES as COMPANION } from './companion.mjs';
import { ROOT } from './lib.mjs';

/** Licences that require no more than a notice. */
const ALLOWED = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
]);

/** Whether a package with this licence may be shipped: `A OR B` needs one of them, `A AND B` needs both. */
export const isAllowed = (licence) =>
  licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => ALLOWED.has(one.trim())));

function main() {
  const packages = packagesOf({ ...CLI, ...COMPANION });
  for (const { name, version, licence } of packages) console.log(`${licence.padEnd(16)} ${name} ${version}`);
  console.log(`\n${packages.length} packages`);
  for (const { name, licence } of packages.filter((each) => !isAllowed(each.licence))) {
    console.error(`not allowed: ${name} (${licence})`);
    process.exitCode = 1;
  }
}

if (process.argv[1] === join(ROOT, 'scripts', 'licences.mjs')) main();
