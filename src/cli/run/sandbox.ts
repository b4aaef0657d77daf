/** The local sandbox, which replaces CAVE and the object stores. */
import { TtError } from '../../core/errors';
import { asObject, type Json, parseJson } from '../../core/json';
import { GCS_HOST, S3_HOSTS } from '../../core/store-hosts';
import type { AsyncDriver } from '../../http/runner';
import type { S3Keys } from '../../volumes/s3/sigv4';

export interface SandboxAccess {
  origin: string;
  token: string;
  /** For Cloud Storage, instead of Google's token. */
  storageToken: string;
  s3Keys: S3Keys;
}

/** Throws INPUT for an address of another machine. */
export function sandboxOrigin(text: string): string {
  const origin = (/^https?:\/\//.test(text) ? text : `http://${text}`).replace(/\/+$/, '');
  if (/^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:[0-9]+)?$/.test(origin)) return origin;
  throw new TtError(
    'INPUT',
    `--sandbox: an address of this machine such as http://127.0.0.1:8787, not "${text.slice(0, 80)}"`,
  );
}

/** Credentials that the sandbox gives its clients. Throws DOWN if no sandbox answers. */
export async function openSandbox(text: string, driver: AsyncDriver): Promise<SandboxAccess> {
  const origin = sandboxOrigin(text);
  const fields = asObject(await stateOf(origin, driver));
  const keys = asObject(fields?.s3_keys);
  const access = {
    origin,
    token: textOf(fields?.token),
    storageToken: textOf(fields?.storage_token),
    s3Keys: {
      accessKey: textOf(keys?.access_key),
      secret: textOf(keys?.secret),
      sessionToken: '',
      region: 'us-east-1',
    },
  };
  if (access.token !== '' && access.storageToken !== '') return access;
  throw new TtError('DOWN', `what answers at ${origin} is not the sandbox. Start it with npm start`);
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

async function stateOf(origin: string, driver: AsyncDriver): Promise<Json> {
  const url = `${origin}/sandbox/state`;
  const [reply] = await driver.send([{ method: 'GET', url, idempotent: true, route: 'the sandbox' }]);
  if (reply!.failure !== undefined) {
    throw new TtError(
      'DOWN',
      `no sandbox answers at ${origin}. Start it with npm start, or name its address`,
    );
  }
  try {
    return parseJson(reply!.text());
  } catch {
    return null;
  }
}

const STORES: ReadonlySet<string> = new Set([GCS_HOST, ...Object.values(S3_HOSTS)]);

/**
 * The sandbox's address for a request: it serves the hosts of stores under its own address. Throws for any other host.
 */
export function sandboxUrl(address: string, origin: string): string {
  const url = new URL(address);
  if (url.origin === new URL(origin).origin) return address;
  if (url.protocol === 'https:' && STORES.has(url.host)) {
    return `${origin}/stores/${url.host}${address.slice(url.origin.length)}`;
  }
  throw new TtError('INPUT', `the sandbox does not stand in for ${url.host}: leave --sandbox out to ask it`);
}

/** Sends signed requests to the sandbox instead of to the stores' hosts. */
export const sandboxDriver = (driver: AsyncDriver, origin: string): AsyncDriver => ({
  ...driver,
  send: (requests) =>
    driver.send(requests.map((request) => ({ ...request, url: sandboxUrl(request.url, origin) }))),
});
