/** Finds the store and the object name of an address that a user typed, for every kind of store of this shell. */

import type { Checksums } from '../../core/checksums';
import { TtError } from '../../core/errors';
import { GCS_HOST, S3_HOSTS } from '../../core/store-hosts';
import {
  type Aliases,
  checkKey,
  localPath,
  readPlace,
  readStoreAddress,
  shownAddress,
  withoutFormat,
} from '../store/address';
import type { Store } from '../store/store';
import { OTHER_STORES, openStore } from './open-store';
import { publicStore } from './read-only';
import { webStore } from './web';

export interface Location {
  store: Store;
  /** The name in the store, without a slash at its end; '' for the whole bucket. */
  name: string;
  /** The complete address, in the usual notation. */
  text: string;
  /** True if the address ends with a slash, which means a folder. */
  folder: boolean;
}

/** The files of this computer, if the shell can read them. */
export interface LocalFiles {
  store: Store;
  /** The same files; a file that ends with .gz or .br is a compressed object without that ending. */
  packed: Store;
  /** The name in the store for a path relative to the shell's working folder. */
  nameOf(path: string): string;
}

/** The stores of a shell in addition to those that every shell has. */
export interface StorePlaces {
  aliases: Aliases;
  local?: LocalFiles;
  /** The location of an address of a further kind of store; null for any other text. */
  other?: (text: string, field: string) => Location | null;
  /** The platform's checksums, if it has faster ones. */
  checksums?: Checksums;
}

export const NO_PLACES: StorePlaces = { aliases: {} };

/** `field` names the origin of the text in messages. Throws INPUT before any request. */
export function storeLocation(
  text: string,
  field: string,
  { aliases, local, other }: StorePlaces = NO_PLACES,
): Location {
  const further = other?.(text, field) ?? null;
  if (further !== null) return further;
  const plain = withoutFormat(text);
  const folder = /[/\\]$/.test(plain);
  if (/^https?:\/\//.test(plain)) return { ...webLocation(plain, shownAddress(text, field)), folder };
  const path = localPath(plain, field);
  if (path === null) {
    const address = readStoreAddress(text, field, aliases);
    const store = openStore(address);
    return at(store, address.key, folder);
  }
  if (plain === '') throw new TtError('INPUT', `${field}: an address such as gs://bucket/folder is missing`);
  if (!local) {
    throw new TtError(
      'INPUT',
      `${shownAddress(text, field)} is not an address such as gs://bucket/folder. Files of a computer are reached on the command line alone`,
    );
  }
  if (path.includes('\0') || path.trim() === '') {
    throw new TtError('INPUT', `${shownAddress(text, field)} is not a path of a file or folder`);
  }
  return at(local.store, local.nameOf(path), folder);
}

/** Reads an address of one of `OTHER_STORES`, as strictly as all others. */
export function otherLocation(text: string, field: string): Location | null {
  const plain = withoutFormat(text);
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9_-]*):\/\/(.*)$/s.exec(plain) ?? [];
  if (!Object.hasOwn(OTHER_STORES, scheme)) return null;
  const { bucket, key } = readPlace(rest, shownAddress(text, field));
  return at(OTHER_STORES[scheme]!(bucket), key, plain.endsWith('/'));
}

/** What a location without a name is, for messages. */
export const wholeStore = ({ store, text }: Location): string =>
  store.place === 'file' ? 'file:/// is the whole disk' : `${text} is a whole bucket`;

const at = (store: Store, name: string, folder: boolean): Location => ({
  store,
  name,
  text: name === '' ? store.root : `${store.root}/${name}`,
  folder,
});

function webLocation(text: string, display: string): Omit<Location, 'folder'> {
  const [, host = '', path = ''] = /^https:\/\/((?:[a-z0-9-]+\.)+[a-z]{2,})(?:\/(.*))?$/is.exec(text) ?? [];
  if (host === '') {
    throw new TtError(
      'INPUT',
      `${display} is not an address such as https://host/bucket/folder, without a port`,
    );
  }
  const key = decodePath(path.replace(/\/$/, ''), display);
  const name = host.toLowerCase();
  const root = `https://${name}`;
  const bucketStore = name === GCS_HOST || (Object.values(S3_HOSTS) as string[]).includes(name);
  if (!bucketStore) {
    if (key === '') throw new TtError('INPUT', `${display}: which file of ${name}?`);
    checkKey(key, display);
    return at(webStore(root), key, false);
  }
  const place = readPlace(key, display);
  const address =
    name === GCS_HOST
      ? { kind: 'gcs' as const, scheme: 'gs', host: '', ...place }
      : { kind: 's3' as const, scheme: 's3', host: name, ...place };
  return at(publicStore(openStore(address), `${root}/${place.bucket}`), place.key, false);
}

/** An encoded slash would belong to the name here, but would separate folders in other programs. */
function decodePath(path: string, text: string): string {
  if (/[?#]/.test(path)) throw new TtError('INPUT', `${text}: ? and # are not taken in an address`);
  try {
    if (!/%2f|%5c|%00/i.test(path)) return decodeURIComponent(path);
  } catch {
    // A malformed encoding is reported below.
  }
  throw new TtError('INPUT', `${text}: the %-codes of this address are not taken`);
}
