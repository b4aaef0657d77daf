/** The CAVE server that is asked, and the token for it: the environment, then the files that the Python client keeps. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCaveHost } from '../core/cave-hosts';
import { TtError } from '../core/errors';

const TOKEN = /^[a-f0-9]{32}$/;

/** An origin that may get a token: https, or this machine itself. Throws INPUT otherwise. */
export function serverOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const shown = text.replace(/\/\/[^/]*@/, '//').slice(0, 80);
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new TtError('INPUT', `--server: an address such as https://global.daf-apis.com, not "${shown}"`);
  }
  // Names below .test are in no network (RFC 6761).
  const isLocal = /^(127\.0\.0\.1|localhost|\[::1\]|.+\.test)$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) {
    throw new TtError(
      'INPUT',
      `--server: ${shown} is not https: your token would travel for everybody to read`,
    );
  }
  return text.replace(/\/+$/, '');
}

/** The token for a server, or '' where there is none. */
export function findToken(server: string, env: Record<string, string | undefined>, home: string): string {
  const given = env.CAVE_TOKEN?.trim();
  if (given) return given;
  const { host, hostname } = new URL(server);
  const folder = join(env.CLOUD_VOLUME_DIR || join(home, '.cloudvolume'), 'secrets');
  // The files without a host in their names are for CAVE, whichever of its servers, and for nobody else.
  const general = isCaveHost(hostname) ? ['cave-secret.json', 'chunkedgraph-secret.json'] : [];
  for (const name of [`${host}-cave-secret.json`, ...general]) {
    const file = join(folder, name);
    if (!existsSync(file)) continue;
    const match = /"token"\s*:\s*"([a-f0-9]+)"/.exec(readFileSync(file, 'utf8'));
    if (match && TOKEN.test(match[1]!)) return match[1]!;
  }
  return '';
}
