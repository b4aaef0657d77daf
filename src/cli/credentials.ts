/** Where the command line finds a CAVE token: the environment, then the file that the Python client keeps. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const TOKEN = /^[a-f0-9]{32}$/;

/** The token for a server, or '' where there is none. */
export function findToken(server: string, env: Record<string, string | undefined>, home: string): string {
  const given = env.CAVE_TOKEN?.trim();
  if (given) return given;
  const host = server.replace(/^https?:\/\//, '');
  const secrets = join(home, '.cloudvolume', 'secrets');
  for (const name of [`${host}-cave-secret.json`, 'cave-secret.json', 'chunkedgraph-secret.json']) {
    const file = join(secrets, name);
    if (!existsSync(file)) continue;
    const match = /"token"\s*:\s*"([a-f0-9]+)"/.exec(readFileSync(file, 'utf8'));
    if (match && TOKEN.test(match[1]!)) return match[1]!;
  }
  return '';
}
