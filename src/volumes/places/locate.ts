/** The store and the name that a person's address means, for every kind of store that this shell reaches. */
import { TtError } from '../../core/errors';
import type { StartMd5 } from '../../core/md5';
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
import { openStore } from './open-store';
import { publicStore } from './read-only';
import { webStore } from './web';

export interface Location {
  store: Store;
  /** Within the store, without a slash at its end; '' for the whole bucket. */
  name: string;
  /** The address in full, as people write it. */
  text: string;
  /** Written with a slash at its end: a folder is meant. */
  folder: boolean;
}

/** This machine's files, where the shell has any. */
export interface LocalFiles {
  store: Store;
  /** The same files, those that end with .gz or .br as compressed objects without that ending. */
  packed: Store;
  /** The name of a path in the store, from the folder that the shell runs in. */
  nameOf(path: string): string;
}

/** What a shell adds to the stores that everybody reaches. */
export interface StorePlaces {
  aliases: Aliases;
  local?: LocalFiles;
  /** The MD5 of the platform, where it has a faster one. */
  startMd5?: StartMd5;
}

export const NO_PLACES: StorePlaces = { aliases: {} };

/** `field` names where the text came from. Throws INPUT in words, before anything is sent. */
export function storeLocation(
  text: string,
  field: string,
  { aliases, local }: StorePlaces = NO_PLACES,
): Location {
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

/** An encoded slash would be a part of a name here and a step between folders elsewhere. */
function decodePath(path: string, shown: string): string {
  if (/[?#]/.test(path)) throw new TtError('INPUT', `${shown}: ? and # are not taken in an address`);
  try {
    if (!/%2f|%5c|%00/i.test(path)) return decodeURIComponent(path);
  } catch {
    // Reported below.
  }
  throw new TtError('INPUT', `${shown}: the %-codes of this address are not taken`);
}
