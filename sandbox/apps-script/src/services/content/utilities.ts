/** Utilities: bytes, digests, time. */

import { createHash, createHmac } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { unzipSync, zipSync } from 'fflate';
import { ScriptError } from '../../platform/errors';
import { type EnumValue, ServiceObject, type Signatures } from '../../platform/service-object';
import type { ServiceContext } from '../context';
import { asBytes, BlobObject, signedBytes } from './blob';
import { parseCsv } from './csv';
import { formatDate } from './dates';

const MAX_SLEEP_MS = 300_000;
const DIGESTS: Record<string, string> = {
  MD5: 'md5',
  SHA_1: 'sha1',
  SHA_256: 'sha256',
  SHA_384: 'sha384',
  SHA_512: 'sha512',
};

export class Utilities extends ServiceObject {
  static readonly path = 'Utilities';
  static readonly signatures: Signatures = {
    sleep: ['n'],
    base64Encode: ['s', 's,e:Charset', 'a'],
    base64EncodeWebSafe: ['s', 's,e:Charset', 'a'],
    base64Decode: ['s', 's,e:Charset'],
    base64DecodeWebSafe: ['s', 's,e:Charset'],
    computeDigest: ['e:DigestAlgorithm,s', 'e:DigestAlgorithm,s,e:Charset', 'e:DigestAlgorithm,a'],
    computeHmacSignature: ['e:MacAlgorithm,s,s', 'e:MacAlgorithm,s,s,e:Charset', 'e:MacAlgorithm,a,a'],
    computeHmacSha256Signature: ['s,s', 's,s,e:Charset', 'a,a'],
    getUuid: [''],
    newBlob: ['s', 's,v', 's,v,v', 'a', 'a,v', 'a,v,v'],
    gzip: ['r:Blob', 'r:Blob,s'],
    ungzip: ['r:Blob'],
    zip: ['a', 'a,s'],
    unzip: ['r:Blob'],
    formatDate: ['d,s,s'],
    formatString: ['s', 's,*', 's,*,*', 's,*,*,*', 's,*,*,*,*', 's,*,*,*,*,*'],
    parseCsv: ['s', 's,s'],
  };
  readonly kind = 'Utilities';

  constructor(readonly execution: ServiceContext) {
    super();
  }

  sleep(ms: number) {
    if (ms < 0 || ms > MAX_SLEEP_MS) throw new ScriptError('Invalid argument: milliseconds');
    return this.execution.pause(ms);
  }
  base64Encode(data: unknown) {
    return Buffer.from(asBytes(data)).toString('base64');
  }
  base64EncodeWebSafe(data: unknown) {
    return this.base64Encode(data).replace(/\+/g, '-').replace(/\//g, '_');
  }
  base64Decode(text: string) {
    if (!/^[A-Za-z0-9+/\s]*=*\s*$/.test(text)) throw new ScriptError('Could not decode string.');
    return signedBytes(new Uint8Array(Buffer.from(text, 'base64')));
  }
  base64DecodeWebSafe(text: string) {
    return this.base64Decode(text.replace(/-/g, '+').replace(/_/g, '/'));
  }
  computeDigest(algorithm: EnumValue, data: unknown) {
    const hash = createHash(digestName(algorithm.name)).update(asBytes(data)).digest();
    return signedBytes(new Uint8Array(hash));
  }
  computeHmacSignature(algorithm: EnumValue, data: unknown, key: unknown) {
    const name = digestName(algorithm.name.replace('HMAC_', ''));
    const mac = createHmac(name, asBytes(key)).update(asBytes(data)).digest();
    return signedBytes(new Uint8Array(mac));
  }
  computeHmacSha256Signature(data: unknown, key: unknown) {
    return signedBytes(new Uint8Array(createHmac('sha256', asBytes(key)).update(asBytes(data)).digest()));
  }
  getUuid() {
    const { random } = this.execution.world;
    return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (mark) => {
      const digit = Math.floor(random() * 16);
      return (mark === 'x' ? digit : (digit & 3) | 8).toString(16);
    });
  }
  newBlob(data: unknown, type: unknown = null, name: unknown = null) {
    const kind = type === null && typeof data === 'string' ? 'text/plain' : type;
    return new BlobObject(
      this.execution,
      asBytes(data),
      kind === null ? null : String(kind),
      name === null ? null : String(name),
    );
  }
  gzip(blob: BlobObject, name = `${blob.name ?? 'archive'}.gz`) {
    return new BlobObject(this.execution, new Uint8Array(gzipSync(blob.bytes)), 'application/x-gzip', name);
  }
  ungzip(blob: BlobObject) {
    if (!/gzip/.test(blob.type ?? ''))
      throw new ScriptError('Blob object must have gzip content type for this operation.');
    return new BlobObject(
      this.execution,
      new Uint8Array(attempt(() => gunzipSync(blob.bytes))),
      'application/octet-stream',
      (blob.name ?? '').replace(/\.gz$/, ''),
    );
  }
  zip(blobs: unknown[], name = 'archive.zip') {
    const files: Record<string, Uint8Array> = {};
    for (const [at, blob] of blobs.entries()) {
      if (!(blob instanceof BlobObject)) throw new ScriptError('Invalid argument: blobs');
      const entry = blob.name ?? `file${at + 1}`;
      if (entry in files) throw new ScriptError(`Duplicate filename "${entry}" not allowed in zip.`);
      files[entry] = blob.bytes;
    }
    return new BlobObject(this.execution, zipSync(files), 'application/zip', name);
  }
  unzip(blob: BlobObject) {
    const files = attempt(() => unzipSync(blob.bytes));
    return Object.entries(files).map(([name, bytes]) => {
      return new BlobObject(this.execution, bytes, null, name).setContentTypeFromExtension();
    });
  }
  formatDate(date: Date, zone: string, format: string) {
    return formatDate(date.getTime(), zone, format);
  }
  formatString(template: string, ...values: unknown[]) {
    return template.replace(/%(0?)(\d*)(?:\.(\d+))?([sdfx%])/g, (_mark, zero, width, digits, letter) => {
      if (letter === '%') return '%';
      const value = values.shift();
      let text = String(value);
      if (letter === 'd') text = Math.trunc(Number(value)).toFixed(0);
      if (letter === 'f') text = Number(value).toFixed(digits === undefined ? 6 : Number(digits));
      if (letter === 'x') text = Math.trunc(Number(value)).toString(16);
      return text.padStart(Number(width || 0), zero === '0' ? '0' : ' ');
    });
  }
  parseCsv(text: string, delimiter = ',') {
    return parseCsv(text, delimiter);
  }
}

function digestName(name: string): string {
  const algorithm = DIGESTS[name];
  if (!algorithm) throw new ScriptError(`The algorithm ${name} is not part of the stand-in.`);
  return algorithm;
}

function attempt<T>(unpack: () => T): T {
  try {
    return unpack();
  } catch {
    throw new ScriptError('Invalid argument: blob is damaged');
  }
}
