/**
 * Keys of S3 stores, and the user's own aliases, in the user's properties. Each key belongs to one host and is sent to
 * no other.
 */
import { TtError } from '../../core/errors';
import { amazonRegion, S3_HOSTS, USUAL_REGION } from '../../core/store-hosts';
import type { S3Keys } from '../../volumes/s3/sigv4';
import { type Aliases, readAlias } from '../../volumes/store/address';
import type { StoreKeysForm, StoreView } from '../interfaces/files-api';
import type { Host } from '../interfaces/host';
import { setBounded } from './bounded-store';

interface StoredStore extends S3Keys {
  host: string;
}

const PREFIX = 'store ';

/** By name. */
export function ownStores(host: Host): Map<string, StoredStore> {
  const found = Object.entries(host.userStore.all()).filter(([key]) => key.startsWith(PREFIX));
  return new Map(
    found.map(([key, text]) => [key.slice(PREFIX.length), JSON.parse(text) as StoredStore] as const),
  );
}

export const userAliases = (stores: ReadonlyMap<string, StoredStore>): Aliases =>
  Object.fromEntries(
    [...stores].filter(([name]) => !Object.hasOwn(S3_HOSTS, name)).map(([name, { host }]) => [name, host]),
  );

/** Null if there are no keys for the host. Amazon's regions share one pair of keys. */
export function keysFor(stores: ReadonlyMap<string, StoredStore>, host: string): S3Keys | null {
  const region = amazonRegion(host);
  const of = region === '' ? host : S3_HOSTS.s3;
  const found = [...stores.values()].find((store) => store.host === of && store.secret !== '');
  return found ? { ...found, region: region || found.region } : null;
}

/** Whether the host is a known store, or one of this user's stores; requests may go only to these. */
export function isStoreHost(stores: ReadonlyMap<string, StoredStore>, host: string): boolean {
  const hosts = [
    ...(Object.values(S3_HOSTS) as string[]),
    ...[...stores.values()].map((store) => store.host),
  ];
  return hosts.includes(host) || amazonRegion(host) !== '';
}

/** Contains no part of a key. */
export const storeViews = (stores: ReadonlyMap<string, StoredStore>): StoreView[] =>
  [...stores].map(([name, { host, secret }]) => ({ name, host, hasKeys: secret !== '' }));

const KEY = /^[\x21-\x7e]{3,256}$/;
const SESSION_TOKEN = /^[\x21-\x7e]{0,4000}$/;

/** Throws INPUT, with a message that repeats nothing of a key. Without keys, saves only an alias. */
export function saveStoreKeys(host: Host, form: StoreKeysForm): void {
  const text = (key: keyof StoreKeysForm): string => String(form[key] ?? '').trim();
  const name = text('name');
  const isKnown = Object.hasOwn(S3_HOSTS, name);
  const [alias, address] = isKnown
    ? [name, S3_HOSTS[name as keyof typeof S3_HOSTS]]
    : readAlias(name, text('host'));
  const [accessKey, secret] = [text('accessKey'), text('secret')];
  const none = accessKey === '' && secret === '';
  if (!none && !(KEY.test(accessKey) && KEY.test(secret))) {
    throw new TtError('INPUT', 'a key has two parts, its id and its secret: copy both whole, without spaces');
  }
  if (none && isKnown) throw new TtError('INPUT', `${name}: the id and the secret of a key are missing`);
  const [sessionToken, region] = [text('sessionToken'), text('region') || USUAL_REGION];
  if (!SESSION_TOKEN.test(sessionToken) || !/^[a-z0-9-]{1,40}$/.test(region)) {
    throw new TtError('INPUT', 'the session token and the region of a key are one word each, or blank');
  }
  const store: StoredStore = { host: address, accessKey, secret, sessionToken, region };
  setBounded(host.userStore, PREFIX + alias, JSON.stringify(store), `the key of ${alias}`);
}

export const removeStoreKeys = (host: Host, name: string): void =>
  host.userStore.remove(PREFIX + String(name));
