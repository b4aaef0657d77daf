// Which packages a bundle contains, and the text of their licences, which has to go with it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib.mjs';

/** Name, version, licence and folder of each package whose files an esbuild metafile lists, by name. */
export function bundledPackages({ inputs }) {
  const folders = new Set();
  for (const path of Object.keys(inputs)) {
    const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  return [...folders].sort().map((folder) => {
    const text = readFileSync(join(ROOT, folder, 'package.json'), 'utf8');
    const { name, version, license = 'none' } = JSON.parse(text);
    return { name, version, licence: license, folder };
  });
}

/** Names and licences, each with the text that its package holds. */
export function licenceTexts(packages) {
  return packages
    .map(({ name, version, licence, folder }) => {
      const files = readdirSync(join(ROOT, folder)).filter((file) => /^(licen[cs]e|notice)/i.test(file));
      const texts = files.map((file) => readFileSync(join(ROOT, folder, file), 'utf8').trim());
      return [`${name} ${version}: ${licence}`, ...texts].join('\n\n');
    })
    .join(`\n\n${'-'.repeat(80)}\n\n`)
    .concat('\n');
}
