/**
 * Where tools may send requests: https to a closed list of hosts; in the sandbox, one loopback origin that replaces
 * them.
 */
import { isIP } from 'node:net';

export interface EgressRules {
  /** CAVE's global servers, as origins without a trailing slash. */
  servers: readonly string[];
  /** CAVE servers of single datasets: host names, or `*.example.org` for all names below. */
  caveHosts: readonly string[];
  storageHosts: readonly string[];
  /** Writable buckets on storage.googleapis.com. */
  writeBuckets: readonly string[];
  /** Writable buckets in which objects may also be deleted and moved. */
  deleteBuckets: readonly string[];
  /** The loopback origin of a local CAVE, which also replaces the storage hosts; '' outside of the sandbox. */
  sandbox: string;
}

/** `cave` hosts may receive the CAVE token, `storage` hosts never. */
export type HostKind = 'cave' | 'storage';

export interface EgressTarget {
  kind: HostKind;
  /** The requested address. */
  url: URL;
  /** The address to connect to; differs from `url` only in the sandbox. */
  at: URL;
}

/** A refusal in a few words for people. It names only the host. */
export class EgressDeniedError extends Error {}

/** Checks an address. `learnedHosts` holds the servers that the registry has named. Throws EgressDeniedError. */
export function checkUrl(text: string, rules: EgressRules, learnedHosts: ReadonlySet<string>): EgressTarget {
  const url = parse(text);
  if (rules.sandbox !== '' && url.origin === rules.sandbox) return { kind: 'cave', url, at: url };
  if (url.protocol !== 'https:') throw new EgressDeniedError('only https is fetched');
  if (url.port !== '') throw new EgressDeniedError('only port 443 is used');
  const host = url.hostname;
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0)
    throw new EgressDeniedError('an address of digits is not fetched');
  const kind = kindOf(host, rules, learnedHosts);
  if (kind === null)
    throw new EgressDeniedError(`${host.slice(0, 100)} is not on the companion’s list of hosts`);
  if (rules.sandbox === '') return { kind, url, at: url };
  if (kind === 'cave') throw new EgressDeniedError(`the sandbox does not stand in for ${host}`);
  return { kind, url, at: new URL(`${rules.sandbox}/stores/${host}${url.pathname}${url.search}`) };
}

/** Parses with the platform's `URL`; the connection uses the same result. */
function parse(text: string): URL {
  // `URL` drops tabs and line breaks and turns backslashes into slashes, so addresses with them are refused.
  if (text.length > 8192 || /[^!-~]|\\/.test(text)) throw new EgressDeniedError('the address is damaged');
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new EgressDeniedError('the address is damaged');
  }
  if (url.username !== '' || url.password !== '')
    throw new EgressDeniedError('an address may hold no user name');
  if (url.hostname.endsWith('.')) throw new EgressDeniedError('the host ends with a dot');
  return url;
}

function kindOf(host: string, rules: EgressRules, learnedHosts: ReadonlySet<string>): HostKind | null {
  const origin = `https://${host}`;
  if (rules.servers.includes(origin) || learnedHosts.has(host)) return 'cave';
  if (rules.caveHosts.some((pattern) => matches(host, pattern))) return 'cave';
  return rules.storageHosts.some((pattern) => matches(host, pattern)) ? 'storage' : null;
}

const matches = (host: string, pattern: string): boolean =>
  pattern.startsWith('*.')
    ? host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1
    : host === pattern;

const BUCKET = '([a-z0-9][a-z0-9._-]{1,220})';
const GCS_API = 'storage.googleapis.com';
const at = (pattern: string): RegExp => RegExp(`^${pattern.replace(/BUCKET/g, BUCKET)}$`);
const LIST_OR_OBJECT = at('/(?:upload/)?storage/v1/b/BUCKET/o(?:/[^/]+)?');
const OBJECT = at('/storage/v1/b/BUCKET/o/[^/]+');
const UPLOAD = at('/upload/storage/v1/b/BUCKET/o');
const REWRITE = at('/storage/v1/b/BUCKET/o/[^/]+/rewriteTo/b/BUCKET/o/[^/]+');
const MOVE = at('/storage/v1/b/BUCKET/o/[^/]+/moveTo/o/[^/]+');
const CALL = RegExp(`^DELETE /storage/v1/b/${BUCKET}/o/[^/ ]+ HTTP/1\\.1$`);

/** The bucket of a Cloud Storage API request for its list or one object; null for any other request, such as a copy. */
export const apiBucket = (url: URL): string | null =>
  url.hostname === GCS_API ? (LIST_OR_OBJECT.exec(url.pathname)?.[1] ?? null) : null;

export interface StoreWrite {
  /** Every bucket that the request writes, or reads with the service's rights. */
  buckets: string[];
  /** The request deletes or moves an object. */
  deletes: boolean;
}

/** What a request writes in Cloud Storage; null if it is not a known kind of write. */
export function storeWrite(
  method: string,
  url: URL,
  body: string | Uint8Array | undefined,
): StoreWrite | null {
  if (url.hostname !== GCS_API) return null;
  const of = (pattern: RegExp): string[] | null => pattern.exec(url.pathname)?.slice(1) ?? null;
  const write = (buckets: string[] | null, deletes: boolean): StoreWrite | null =>
    buckets && { buckets, deletes };
  if (method === 'DELETE') return write(of(OBJECT), true) ?? write(of(UPLOAD), false);
  if (method === 'PUT') return write(of(UPLOAD), false);
  if (method !== 'POST') return null;
  if (url.pathname === '/batch/storage/v1') return batchWrite(body);
  return write(of(UPLOAD), false) ?? write(of(REWRITE), false) ?? write(of(MOVE), true);
}

/** A batch may only hold deletions of objects. */
function batchWrite(body: string | Uint8Array | undefined): StoreWrite | null {
  if (typeof body !== 'string') return null;
  const calls = body.split('\r\n').filter((line) => / HTTP\/\d/i.test(line));
  const found = calls.map((line) => CALL.exec(line)?.[1]);
  if (calls.length === 0 || found.includes(undefined)) return null;
  return { buckets: found as string[], deletes: true };
}
