/** Credentials of stores on this machine: the files that cloud-files keeps, then the environment. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TtError } from '../core/errors';
import { asObject, parseJson } from '../core/json';
import { S3_HOSTS } from '../core/store-hosts';
import type { S3Keys } from '../volumes/store/sigv4';

export type Environment = Record<string, string | undefined>;

/** Where the signatures of requests to stores come from. */
export interface StoreCredentials {
  /** Throws PERMISSION where there are none. */
  s3Keys(host: string, bucket: string): S3Keys;
  /** As `s3Keys`. */
  googleToken(): string;
}

export const machineCredentials = (env: Environment, home: string): StoreCredentials => ({
  s3Keys: (host, bucket) => findS3Keys(host, bucket, env, home),
  googleToken: () => googleToken(env),
});

export const sandboxCredentials = (access: { s3Keys: S3Keys; storageToken: string }): StoreCredentials => ({
  s3Keys: () => access.s3Keys,
  googleToken: () => access.storageToken,
});

/** Services of Amazon's kind have one region and do not look at its name. */
const REGION = 'us-east-1';

/** Name of a host in names of files: cloud-files calls Amazon's `aws`; another host is its own name. */
function aliasOf(host: string): string {
  const found = Object.entries(S3_HOSTS).find(([, known]) => known === host)?.[0] ?? host;
  return found === 's3' ? 'aws' : found;
}

/** Keys for a bucket of an S3 host. Throws PERMISSION, saying where they are looked for. */
function findS3Keys(host: string, bucket: string, env: Environment, home: string): S3Keys {
  const alias = aliasOf(host);
  const folders = [
    join(env.CLOUD_VOLUME_DIR || join(home, '.cloudvolume'), 'secrets'),
    join(env.CLOUD_FILES_DIR || join(home, '.cloudfiles'), 'secrets'),
  ];
  for (const name of [`${bucket}-${alias}-secret.json`, `${alias}-secret.json`]) {
    for (const folder of folders) {
      const file = join(folder, name);
      if (existsSync(file)) return keysIn(file);
    }
  }
  if (alias === 'aws' && env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY) return keysOf(env);
  const variables = alias === 'aws' ? ', or in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY' : '';
  throw new TtError(
    'PERMISSION',
    `there are no keys for ${host}: put them in ${join(folders[0]!, `${alias}-secret.json`)}${variables}`,
  );
}

function keysIn(file: string): S3Keys {
  let fields: Environment = {};
  try {
    const json = asObject(parseJson(readFileSync(file, 'utf8'))) ?? {};
    fields = Object.fromEntries(Object.entries(json).map(([name, value]) => [name, String(value ?? '')]));
  } catch {
    // Reported below, without what the file holds.
  }
  if (fields.AWS_ACCESS_KEY_ID && fields.AWS_SECRET_ACCESS_KEY) return keysOf(fields);
  throw new TtError('INPUT', `${file} holds no AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`);
}

const keysOf = (fields: Environment): S3Keys => ({
  accessKey: fields.AWS_ACCESS_KEY_ID ?? '',
  secret: fields.AWS_SECRET_ACCESS_KEY ?? '',
  sessionToken: fields.AWS_SESSION_TOKEN ?? '',
  region: fields.AWS_DEFAULT_REGION || REGION,
});

/** A token of Google's, from the variable that gcloud itself reads. */
function googleToken(env: Environment): string {
  const token = env.CLOUDSDK_AUTH_ACCESS_TOKEN?.trim() ?? '';
  if (/^[!-~]+$/.test(token)) return token;
  throw new TtError(
    'PERMISSION',
    'there is no sign-in for Google Cloud Storage: set CLOUDSDK_AUTH_ACCESS_TOKEN to what "gcloud auth print-access-token" prints',
  );
}
