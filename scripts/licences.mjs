// npm run licences: checks the licence of every package that the companion and the command line run with, from the lock
// file. Fails for a licence that is not in the lists below.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Packages with other licences that may be installed, each with the reason. */
const NAMED = [
  {
    packages: /^@img\/sharp-/,
    licences: ['LGPL-3.0-or-later'],
    reason:
      'prebuilt libvips, optional, installed by manifold-3d for the textures of its exports; no bundle holds it and ' +
      'no code of this project loads it',
  },
];

/** The production packages of a lock file without workspaces: name, version, licence, whether optional. */
export function productionPackages(lock) {
  return Object.entries(lock.packages)
    .filter(([path, { dev, link }]) => path.includes('node_modules/') && !dev && !link)
    .map(([path, { version, license = 'none', optional = false, devOptional = false }]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      licence: license,
      optional: optional || devOptional,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Why a package may be installed ('' for an allowed licence), or null. `A OR B` needs one of them, `A AND B` needs
 * both.
 */
export function licenceVerdict({ name, licence }) {
  const named = NAMED.find(({ packages }) => packages.test(name));
  const fits = (one) => ALLOWED.has(one) || (named?.licences.includes(one) ?? false);
  const fit = licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => fits(one.trim())));
  if (!fit) return null;
  return ALLOWED.has(licence) ? '' : (named?.reason ?? '');
}

function main() {
  const packages = productionPackages(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')));
  const refused = [];
  const reasons = new Set();
  for (const each of packages) {
    const reason = licenceVerdict(each);
    if (reason === null) refused.push(each);
    else if (reason !== '')
      reasons.add(`${NAMED.find(({ packages: p }) => p.test(each.name)).packages.source}: ${reason}`);
    console.log(
      `${each.licence.padEnd(46)} ${each.name} ${each.version}${each.optional ? ' (optional)' : ''}`,
    );
  }
  console.log(`\n${packages.length} production packages`);
  for (const reason of reasons) console.log(`named: ${reason}`);
  for (const { name, licence } of refused) console.error(`not allowed: ${name} (${licence})`);
  if (refused.length > 0) process.exitCode = 1;
}

if (process.argv[1] === join(ROOT, 'scripts', 'licences.mjs')) main();
