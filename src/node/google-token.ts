/**
 * Gets Google access tokens on this machine: from the environment, a service account in cloud-files' folders, or
 * gcloud's application default. https://cloud.google.com/docs/authentication/application-default-credentials
 */

import { createSign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wholeValue } from '../core/digits';
import { TtError } from '../core/errors';
import { asObject, parseJson, textFields } from '../core/json';
import type { HttpReply } from '../http/request';
import type { AsyncDriver } from '../http/runner';
import { type Environment, secretFolders } from './store-keys';

const SCOPE = 'https://www.googleapis.com/auth/devstorage.read_write';
const TOKEN_URL = 'https://oauth2.googleapis.com/token';
/** A token is not used in its last milliseconds. */
const MARGIN_MS = 60_000;

export interface GoogleTokens {
  /** A token for a bucket; null if nobody is signed in. Throws PERMISSION if the sign-in does not work. */
  token(bucket: string): Promise<string | null>;
  /** After a refusal of this token: true if the next call of `token` gets another one. */
  renew(bucket: string, refusedToken: string): Promise<boolean>;
}

export const NO_GOOGLE =
  'there is no sign-in for Google Cloud Storage: run "gcloud auth application-default login", or set ' +
  'CLOUDSDK_AUTH_ACCESS_TOKEN to what "gcloud auth print-access-token" prints';

/** `driver` sends the requests for tokens; `now` is in ms. */
export function googleTokens(
  driver: AsyncDriver,
  env: Environment,
  home: string,
  now: () => number,
): GoogleTokens {
  const tokens = new Map<string, Promise<{ token: string; until: number }>>();
  return {
    async token(bucket) {
      const ownToken = env.CLOUDSDK_AUTH_ACCESS_TOKEN?.trim() ?? '';
      if (ownToken !== '') {
        if (/^[!-~]+$/.test(ownToken)) return ownToken;
        throw new TtError('PERMISSION', 'CLOUDSDK_AUTH_ACCESS_TOKEN holds no token');
      }
      const file = credentialFile(bucket, env, home);
      if (file === null) return null;
      let found = tokens.get(file);
      if (found === undefined || (await found).until <= now()) {
        found = exchange(file, driver, now());
        tokens.set(file, found);
        // A failure is not kept: the next request tries again.
        found.catch(() => tokens.delete(file));
      }
      return (await found).token;
    },
    async renew(bucket, refusedToken) {
      const file = credentialFile(bucket, env, home) ?? '';
      const found = await tokens.get(file);
      if (found === undefined) return false;
      if (found.token === refusedToken) tokens.delete(file);
      return true;
    },
  };
}

function credentialFile(bucket: string, env: Environment, home: string): string | null {
  const gcloud =
    env.CLOUDSDK_CONFIG || (env.APPDATA ? join(env.APPDATA, 'gcloud') : join(home, '.config', 'gcloud'));
  const names = [`${bucket}-google-secret.json`, 'google-secret.json'];
  const files = [
    ...names.flatMap((name) => secretFolders(env, home).map((folder) => join(folder, name))),
    ...(env.GOOGLE_APPLICATION_CREDENTIALS ? [env.GOOGLE_APPLICATION_CREDENTIALS] : []),
    join(gcloud, 'application_default_credentials.json'),
  ];
  return files.find((file) => existsSync(file)) ?? null;
}

async function exchange(
  file: string,
  driver: AsyncDriver,
  now: number,
): Promise<{ token: string; until: number }> {
  const form = formOf(file, now);
  const body = Object.entries(form)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  const [reply] = await driver.send([
    {
      method: 'POST',
      url: TOKEN_URL,
      contentType: 'application/x-www-form-urlencoded',
      body,
      idempotent: true,
      route: 'Google’s sign-in',
    },
  ]);
  const answer = jsonOf(reply!);
  const token = answer?.access_token;
  if (reply!.status === 200 && typeof token === 'string' && /^[!-~]+$/.test(token)) {
    return { token, until: now + (wholeValue(answer?.expires_in) || 3600) * 1000 - MARGIN_MS };
  }
  const why = typeof answer?.error === 'string' ? answer.error : `HTTP ${reply!.status}`;
  if (reply!.failure || reply!.status >= 500) {
    throw new TtError('DOWN', 'Google’s sign-in cannot be reached. Try again later');
  }
  throw new TtError('PERMISSION', `Google does not take the sign-in in ${file} (${why})`);
}

function formOf(file: string, now: number): Record<string, string> {
  const fields = fieldsOf(file);
  if (fields.type === 'authorized_user') {
    const { client_id = '', client_secret = '', refresh_token = '' } = fields;
    return { grant_type: 'refresh_token', client_id, client_secret, refresh_token };
  }
  const { type, client_email: email, private_key: key } = fields;
  if (type !== 'service_account' || !email || !key) {
    throw new TtError(
      'PERMISSION',
      `${file} is no sign-in that is read here: a service account’s key, or what "gcloud auth application-default login" writes`,
    );
  }
  const seconds = Math.floor(now / 1000);
  const claims = { iss: email, scope: SCOPE, aud: TOKEN_URL, iat: seconds, exp: seconds + 3600 };
  const text = [{ alg: 'RS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  try {
    const signature = createSign('RSA-SHA256').update(text).sign(key, 'base64url');
    return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: `${text}.${signature}` };
  } catch {
    throw new TtError('PERMISSION', `${file} holds no key that can sign`);
  }
}

function fieldsOf(file: string): Environment {
  try {
    const json = asObject(parseJson(readFileSync(file, 'utf8'))) ?? {};
    return textFields(json);
  } catch {
    // The message must not contain the file's content.
    throw new TtError('PERMISSION', `${file} cannot be read as a sign-in`);
  }
}

function jsonOf(reply: HttpReply): ReturnType<typeof asObject> {
  try {
    return asObject(parseJson(reply.text()));
  } catch {
    return null;
  }
}
