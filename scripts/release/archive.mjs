// Packs the built add-on into one file to download: dist/tracer-tools-sheets-VERSION.zip.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { ROOT } from '../lib.mjs';

/** The earliest time that a zip can hold: equal contents give equal files. */
const MTIME = new Date(1980, 0, 1);

/** Writes the archive and returns its path. */
export async function archive(version) {
  const folder = join(ROOT, 'dist', 'addon');
  const name = `tracer-tools-sheets-${version}`;
  const entries = readdirSync(folder)
    .sort()
    .map((file) => [`${name}/${file}`, [readFileSync(join(folder, file)), { level: 9, mtime: MTIME }]]);
  for (const file of ['LICENSE', 'CHANGELOG.md']) {
    entries.push([`${name}/${file}`, [readFileSync(join(ROOT, file)), { level: 9, mtime: MTIME }]]);
  }
  const path = join(ROOT, 'dist', `${name}.zip`);
  writeFileSync(path, zipSync(Object.fromEntries(entries)));
  return path;
}
