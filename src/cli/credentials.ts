/** Finds the CAVE token: in the environment, then in the files of the Python client. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverOrigin } from '../cave/client/server-address';
import { TtError } from '../core/errors';

const TOKEN = /^[a-f0-9]{32}$/;

/** Public CAVE; the Python client's older files belong to it. */
export const CAVE_SERVER = 'https://global.daf-apis.com';
const GENERAL_FILES = ['cave-secret.json', 'chunkedgraph-secret.json'];

/** The origin of the server in --server. Throws INPUT if the server must not get a token. */
export function serverOf(text: string): string {
  const origin = serverOrigin(text);
  if (origin !== null) return origin;
  throw new TtError('INPUT', `--server: an https address without a path, such as ${CAVE_SERVER}`);
}

/** The token for a server; '' if there is none. `CAVE_TOKEN` applies to any server. */
export function findToken(server: string, env: Record<string, string | undefined>, home: string): string {
  const ownToken = env.CAVE_TOKEN?.trim();
  if (ownToken) return ownToken;
  const host = server.replace(/^https?:\/\//, '');
  const secrets = join(env.CLOUD_VOLUME_DIR || join(home, '.cloudvolume'), 'secrets');
  // A file whose name contains no server holds a token of public CAVE, and of no other server.
  for (const name of [`${host}-cave-secret.json`, ...(server === CAVE_SERVER ? GENERAL_FILES : [])]) {
    const file = join(secrets, name);
    if (!existsSync(file)) continue;
    const match = /"token"\s*:\s*"([a-f0-9]+)"/.exec(readFileSync(file, 'utf8'));
    if (match && TOKEN.test(match[1]!)) return match[1]!;
  }
  return '';
}
