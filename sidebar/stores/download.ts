// Downloads files in pieces and compares the bytes with the store's checksum. Reports when Apps Script has decompressed
// an object that is stored compressed.
import { toBase64 } from '../../src/core/base64';
import { Crc32c } from '../../src/core/crc32c';
import { TtError } from '../../src/core/errors';
import { Md5 } from '../../src/core/md5';
import type { Work } from '../../src/http/work';
import { endingOf } from '../../src/volumes/store/endings';
import { absentError, changedError, UnpackedError } from '../../src/volumes/store/failures';
import type { ObjectInfo, Store } from '../../src/volumes/store/store';

/** Bytes of a piece: base64 makes it 7 MB in a reply of the add-on. */
export const DOWNLOAD_PIECE = 5 * 1024 * 1024;

export interface Downloaded {
  parts: Uint8Array[];
  /** The ending for the stored encoding, such as `.gz`. */
  ending: string;
  /** The encoding that Apps Script removed, or ''. */
  unpacked: string;
  contentType: string;
}

/** `onBytes` gets the size of each piece. */
export function* download(
  store: Store,
  info: ObjectInfo,
  onBytes: (bytes: number) => void = () => undefined,
): Work<Downloaded> {
  const what = `${store.root}/${info.name}`;
  const contentType = info.contentType;
  if (info.size === 0) return { parts: [], ending: '', unpacked: '', contentType };
  if (info.contentEncoding !== '' && info.size > DOWNLOAD_PIECE) throw tooPacked(what);
  const parts: Uint8Array[] = [];
  const sum = new Sums(info);
  const object = yield* openWhole(store, info);
  if ('unpacked' in object) {
    onBytes(info.size);
    return { parts: [object.unpacked], ending: '', unpacked: object.encoding, contentType };
  }
  const { version, contentEncoding } = object.info;
  if (object.info.size !== info.size) throw changedError(what);
  for (let bytes = object.first, at = 0; ; ) {
    parts.push(bytes);
    sum.add(bytes);
    at += bytes.length;
    onBytes(bytes.length);
    if (at >= info.size) break;
    const end = Math.min(info.size, at + DOWNLOAD_PIECE);
    const next = yield* store.read(info.name, { start: at, end }, version);
    if (next === null || next.length !== end - at) throw changedError(what);
    bytes = next;
  }
  sum.check(what);
  return {
    parts,
    ending: endingOf(contentEncoding),
    unpacked: '',
    contentType: contentType || object.info.contentType,
  };
}

type Opened = { info: ObjectInfo; first: Uint8Array } | { unpacked: Uint8Array; encoding: string };

function* openWhole(store: Store, info: ObjectInfo): Work<Opened> {
  try {
    const file = yield* store.open(info.name, DOWNLOAD_PIECE);
    if (file === null) throw absentError(`${store.root}/${info.name}`);
    return file;
  } catch (error) {
    if (error instanceof UnpackedError) return { unpacked: error.unpacked, encoding: error.encoding };
    throw error;
  }
}

const tooPacked = (what: string): TtError =>
  new TtError(
    'BIG',
    `${what} is stored compressed and is larger than ${DOWNLOAD_PIECE / 1024 / 1024} MB: Apps Script unpacks it on the way. Use the command line`,
  );

/** Computes the checksum that the store has for the object. */
class Sums {
  private readonly crc = new Crc32c();
  private readonly md5 = new Md5();

  constructor(private readonly info: ObjectInfo) {}

  add(bytes: Uint8Array): void {
    if (this.info.crc32c !== '') this.crc.update(bytes);
    else if (this.info.md5 !== '') this.md5.update(bytes);
  }

  check(what: string): void {
    const { crc32c, md5 } = this.info;
    const same =
      crc32c !== '' ? this.crc.digest() === crc32c : md5 === '' || toBase64(this.md5.digest()) === md5;
    if (!same) throw new TtError('DOWN', `${what} arrived damaged: its sum is another. Try again`);
  }
}
