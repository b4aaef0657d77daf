// The add-on's manifest: the usual one asks Google for the least; the wider one for the user's buckets too.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib.mjs';

/** Google asks for every scope of the manifest at once, and for none that is not in it. */
const CLOUD_STORAGE = 'https://www.googleapis.com/auth/devstorage.read_write';

/** Into `folder`, as `appsscript.json`. */
export function writeManifest(folder, { cloudStorage = false } = {}) {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'appsscript.json'), 'utf8'));
  if (cloudStorage) manifest.oauthScopes.push(CLOUD_STORAGE);
  writeFileSync(join(folder, 'appsscript.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
