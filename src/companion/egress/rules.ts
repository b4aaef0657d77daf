/** Where tools may fetch: https to a closed list of hosts, or in the sandbox one loopback origin that stands in for them. */
import { isIP } from 'node:net';

export interface EgressRules {
  /** CAVE's global servers, as origins without a trailing slash. */
  servers: readonly string[];
  /** CAVE servers of single data sets: names, or `*.example.org` for every name below. */
  caveHosts: readonly string[];
  storageHosts: readonly string[];
  /** Buckets on storage.googleapis.com that may be written. */
  writeBuckets: readonly string[];
  /** The loopback origin of a local CAVE, which answers for the storage hosts too; '' outside of the sandbox. */
  sandbox: string;
}

/** `cave` hosts may see the CAVE token, `storage` hosts never. */
export type HostKind = 'cave' | 'storage';

export interface EgressTarget {
  kind: HostKind;
  /** The requested address. */
  url: URL;
  /** The address that is connected to: another one only in the sandbox. */
  at: URL;
}

/** A refusal in a few words for people; it names no more than the host. */
export class EgressDenied extends Error {}

/** Checks an address; `learnedHosts` holds the servers that the registry itself has named. Throws `Refused`. */
export function checkUrl(text: string, rules: EgressRules, learnedHosts: ReadonlySet<string>): EgressTarget {
  const url = parse(text);
  if (rules.sandbox !== '' && url.origin === rules.sandbox) return { kind: 'cave', url, at: url };
  if (url.protocol !== 'https:') throw new EgressDenied('only https is fetched');
  if (url.port !== '') throw new EgressDenied('only port 443 is used');
  const host = url.hostname;
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0) throw new EgressDenied('an address of digits is not fetched');
  const kind = kindOf(host, rules, learnedHosts);
  if (kind === null) throw new EgressDenied(`${host.slice(0, 100)} is not on the companion’s list of hosts`);
  if (rules.sandbox === '') return { kind, url, at: url };
  if (kind === 'cave') throw new EgressDenied(`the sandbox does not stand in for ${host}`);
  return { kind, url, at: new URL(`${rules.sandbox}/stores/${host}${url.pathname}${url.search}`) };
}

/** Parsed by the platform's `URL`, whose result is also what is connected to. */
function parse(text: string): URL {
  // `URL` drops tabs and line breaks and turns backslashes into slashes: an address with them is refused.
  if (text.length > 8192 || /[^!-~]|\\/.test(text)) throw new EgressDenied('the address is damaged');
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new EgressDenied('the address is damaged');
  }
  if (url.username !== '' || url.password !== '') throw new EgressDenied('an address may hold no user name');
  if (url.hostname.endsWith('.')) throw new EgressDenied('the host ends with a dot');
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

/** The bucket of a Cloud Storage API request for its list or one object; null for any other, such as a copy. */
export function apiBucket(url: URL): string | null {
  if (url.hostname !== 'storage.googleapis.com') return null;
  const found = /^\/(?:upload\/)?storage\/v1\/b\/([a-z0-9][a-z0-9._-]{1,220})\/o(?:\/[^/]+)?$/.exec(
    url.pathname,
  );
  return found?.[1] ?? null;
}
