// Builds the add-on if it is missing or older than its sources, so that start and test can run in any order.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { newest, ROOT, SHARED_LAYERS } from './lib.mjs';

const MADE_FROM = [
  ...SHARED_LAYERS,
  'src/addon',
  'sidebar',
  'src/ui',
  'scripts',
  'appsscript.json',
  'package.json',
];
const MADE = ['Code.js', 'Sidebar.html', 'Viewer.html', 'appsscript.json'].map((name) =>
  join(ROOT, 'dist', 'addon', name),
);

export function addonIsFresh() {
  if (!MADE.every((file) => existsSync(file))) return false;
  return statSync(MADE[0]).mtimeMs >= newest(...MADE_FROM);
}

/** Returns whether it built the add-on. */
export async function freshAddon() {
  if (addonIsFresh()) return false;
  const { build } = await import('./build.mjs');
  await build();
  return true;
}
