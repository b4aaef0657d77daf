/** Credentials of stores on this machine: from the files of cloud-files, then from the environment. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TtError } from '../core/errors';
import { asObject, type Json, parseJson, textFields } from '../core/json';
import { amazonRegion, S3_HOSTS, USUAL_REGION } from '../core/store-hosts';
import type { S3Keys } from '../volumes/s3/sigv4';
import { type Aliases, readAlias } from '../volumes/store/address';

export type Environment = Record<string, string | undefined>;

export interface KeyPlaces {
  env: Environment;
  home: string;
  aliases: Aliases;
}

/** Folders in which cloud-files looks, in its order. */
export const secretFolders = (env: Environment, home: string): string[] => [
  join(env.CLOUD_VOLUME_DIR || join(home, '.cloudvolume'), 'secrets'),
  '/',
  join(env.CLOUD_FILES_DIR || join(home, '.cloudfiles'), 'secrets'),
];

/** The user's aliases in cloud-files' file. Throws INPUT for an alias that already means something else. */
export function ownAliases(env: Environment, home: string): Aliases {
  const file = join(env.CLOUD_FILES_DIR || join(home, '.cloudfiles'), 'aliases.json');
  if (!existsSync(file)) return {};
  let json: { [name: string]: Json } | null = null;
  try {
    json = asObject(parseJson(readFileSync(file, 'utf8')));
  } catch {
    // The error is thrown below.
  }
  if (json === null) throw new TtError('INPUT', `${file} cannot be read: it is no JSON of aliases`);
  return Object.fromEntries(
    Object.entries(json)
      // cloud-files may store the official aliases there too.
      .filter(([name]) => !Object.hasOwn(S3_HOSTS, name) && name !== 'gs')
      .map(([name, value]) => {
        const host = asObject(value)?.host;
        return readAlias(name, typeof host === 'string' ? host : '');
      }),
  );
}

/** The host's name in file names: cloud-files calls Amazon `aws`; a host without an alias keeps its own name. */
function aliasOf(host: string, aliases: Aliases): string {
  const all: [string, string][] = [...Object.entries(S3_HOSTS), ...Object.entries(aliases)];
  const found = all.find(([, aliasHost]) => aliasHost === host)?.[0] ?? host;
  return found === 's3' || amazonRegion(found) !== '' ? 'aws' : found;
}

/** Keys for a bucket of an S3 host; null if there are none. */
export function findS3Keys(host: string, bucket: string, places: KeyPlaces): S3Keys | null {
  const keys = keysAt(host, bucket, places);
  return keys && { ...keys, region: amazonRegion(host) || keys.region };
}

function keysAt(host: string, bucket: string, { env, home, aliases }: KeyPlaces): S3Keys | null {
  const alias = aliasOf(host, aliases);
  for (const name of [`${bucket}-${alias}-secret.json`, `${alias}-secret.json`]) {
    for (const folder of secretFolders(env, home)) {
      const file = join(folder, name);
      if (existsSync(file)) return keysIn(file);
    }
  }
  return alias === 'aws' && env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY ? keysOf(env) : null;
}

/** A sentence that says where to put the keys. */
export function missingS3Keys(host: string, env: Environment, home: string, aliases: Aliases): string {
  const alias = aliasOf(host, aliases);
  const variables = alias === 'aws' ? ', or in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY' : '';
  const file = join(secretFolders(env, home)[0]!, `${alias}-secret.json`);
  return `there are no keys for ${host}: put them in ${file}${variables}`;
}

function keysIn(file: string): S3Keys {
  let fields: Environment = {};
  try {
    const json = asObject(parseJson(readFileSync(file, 'utf8'))) ?? {};
    fields = textFields(json);
  } catch {
    // The error is thrown below, without the file's content.
  }
  if (fields.AWS_ACCESS_KEY_ID && fields.AWS_SECRET_ACCESS_KEY) return keysOf(fields);
  throw new TtError('INPUT', `${file} holds no AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`);
}

const keysOf = (fields: Environment): S3Keys => ({
  accessKey: fields.AWS_ACCESS_KEY_ID ?? '',
  secret: fields.AWS_SECRET_ACCESS_KEY ?? '',
  sessionToken: fields.AWS_SESSION_TOKEN ?? '',
  region: fields.AWS_DEFAULT_REGION || USUAL_REGION,
});
