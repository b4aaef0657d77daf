// Writes the add-on's manifest: the default one requests the fewest scopes; the wider one also requests access to the
// user's buckets.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib.mjs';

/** Google asks for all scopes of the manifest at once, and for no others. */
const CLOUD_STORAGE = 'https://www.googleapis.com/auth/devstorage.read_write';

/** Writes `appsscript.json` into `folder`. */
export function writeManifest(folder, { cloudStorage = false } = {}) {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'appsscript.json'), 'utf8'));
  if (cloudStorage) manifest.oauthScopes.push(CLOUD_STORAGE);
  writeFileSync(join(folder, 'appsscript.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
