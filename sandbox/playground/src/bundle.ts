/** Reads the built add-on: its script, its pages, its manifest. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { HostOptions, Manifest } from '@tracer-tools/apps-script';

export type Bundle = Pick<HostOptions, 'code' | 'html' | 'manifest'>;

/** The build in `folder`, or a sentence that says why it cannot be used. */
export function readBundle(folder: string): Bundle | string {
  const code = join(folder, 'Code.js');
  if (!existsSync(code))
    return `The add-on is not built: ${basename(folder)}/Code.js is missing. Run npm run build.`;
  const html: Record<string, string> = {};
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.html')) html[name.slice(0, -5)] = readFileSync(join(folder, name), 'utf8');
  }
  const manifest = JSON.parse(readFileSync(join(folder, 'appsscript.json'), 'utf8')) as Manifest;
  return { code: readFileSync(code, 'utf8'), html, manifest: withCloudStorage(manifest) };
}

/** As in `npm run deploy -- --cloud-storage`: the buckets here are the sandbox's own. */
const withCloudStorage = (manifest: Manifest): Manifest => ({
  ...manifest,
  oauthScopes: [...(manifest.oauthScopes ?? []), 'https://www.googleapis.com/auth/devstorage.read_write'],
});
