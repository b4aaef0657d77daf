/** Where tools may fetch: a closed list of hosts, https alone, and in the sandbox one loopback origin that plays them all. */
import { isIP } from 'node:net';

export interface Rules {
  /** CAVE's global servers, as origins without a trailing slash. */
  servers: readonly string[];
  /** CAVE servers of single data sets: names, or `*.example.org` for every name below. */
  caveHosts: readonly string[];
  storageHosts: readonly string[];
  /** Buckets on storage.googleapis.com into which files may be written. */
  writeBuckets: readonly string[];
  /** The loopback origin of a local CAVE, which answers for the storage hosts too; '' outside of the sandbox. */
  sandbox: string;
}

/** `cave` hosts may see the CAVE token, `storage` hosts never. */
export type HostKind = 'cave' | 'storage';

export interface Target {
  kind: HostKind;
  /** As it was asked for. */
  url: URL;
  /** As it is connected to: another one in the sandbox alone. */
  at: URL;
}

/** A refusal in a few words, for people: it names no more than the host. */
export class Refused extends Error {}

/** Checks an address; `learned` holds the servers that the registry itself has named. Throws `Refused`. */
export function checkUrl(text: string, rules: Rules, learned: ReadonlySet<string>): Target {
  const url = parse(text);
  if (rules.sandbox !== '' && url.origin === rules.sandbox) return { kind: 'cave', url, at: url };
  if (url.protocol !== 'https:') throw new Refused('only https is fetched');
  if (url.port !== '') throw new Refused('only port 443 is used');
  const host = url.hostname;
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0) throw new Refused('an address of digits is not fetched');
  const kind = kindOf(host, rules, learned);
  if (kind === null) throw new Refused(`${host.slice(0, 100)} is not on the companion’s list of hosts`);
  if (rules.sandbox === '') return { kind, url, at: url };
  if (kind === 'cave') throw new Refused(`the sandbox does not stand in for ${host}`);
  return { kind, url, at: new URL(`${rules.sandbox}/stores/${host}${url.pathname}${url.search}`) };
}

/** The parser of the platform is the one that decides: what is connected to is made from its result. */
function parse(text: string): URL {
  // The parser drops tabs and line breaks, and mends backslashes: whoever sends them means something else.
  if (text.length > 8192 || /[^!-~]|\\/.test(text)) throw new Refused('the address is damaged');
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new Refused('the address is damaged');
  }
  if (url.username !== '' || url.password !== '') throw new Refused('an address may hold no user name');
  if (url.hostname.endsWith('.')) throw new Refused('the host ends with a dot');
  return url;
}

function kindOf(host: string, rules: Rules, learned: ReadonlySet<string>): HostKind | null {
  const origin = `https://${host}`;
  if (rules.servers.includes(origin) || learned.has(host)) return 'cave';
  if (rules.caveHosts.some((pattern) => matches(host, pattern))) return 'cave';
  return rules.storageHosts.some((pattern) => matches(host, pattern)) ? 'storage' : null;
}

const matches = (host: string, pattern: string): boolean =>
  pattern.startsWith('*.')
    ? host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1
    : host === pattern;

/** The bucket whose list or object a request of the storage's API means, or null: a copy to another bucket is none. */
export function apiBucket(url: URL): string | null {
  if (url.hostname !== 'storage.googleapis.com') return null;
  const found = /^\/(?:upload\/)?storage\/v1\/b\/([a-z0-9][a-z0-9._-]{1,220})\/o(?:\/[^/]+)?$/.exec(
    url.pathname,
  );
  return found?.[1] ?? null;
}
