/** Blobs and bytes. Bytes are plain arrays of signed integers, as everywhere in Apps Script. */

import { ScriptError } from '../../platform/errors';
import { ServiceObject, type Signatures, Untransferable } from '../../platform/service-object';
import type { ServiceContext } from '../context';

export type SignedBytes = number[];

export function signedBytes(bytes: Uint8Array): SignedBytes {
  const list: SignedBytes = new Array(bytes.length);
  for (let k = 0; k < bytes.length; k++) list[k] = ((bytes[k] ?? 0) << 24) >> 24;
  return list;
}

export function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf8'));
}

/** Converts signed or unsigned numbers, text, or a Blob to bytes. */
export function asBytes(data: unknown): Uint8Array {
  if (typeof data === 'string') return bytesOf(data);
  if (data instanceof BlobObject) return data.bytes;
  if (Array.isArray(data)) {
    // A loop, because a function call per byte is too slow for files of megabytes.
    const bytes = new Uint8Array(data.length);
    for (let k = 0; k < data.length; k++) {
      if (typeof data[k] !== 'number') throw new ScriptError(`Cannot convert Array to (class)[].`);
      bytes[k] = data[k];
    }
    return bytes;
  }
  if (data instanceof Untransferable && data.latin !== '')
    return new Uint8Array(Buffer.from(data.latin, 'latin1'));
  throw new ScriptError(
    `Cannot convert ${data instanceof Untransferable ? data.type : typeof data} to (class)[].`,
  );
}

export function decodeText(bytes: Uint8Array, charset = 'UTF-8'): string {
  try {
    // Apps Script does not remove a byte order mark.
    return new TextDecoder(charset, { ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ScriptError(`Invalid argument: charset`);
  }
}

export class BlobObject extends ServiceObject {
  static readonly path = 'Blob';
  static readonly signatures: Signatures = {
    getBytes: [''],
    setBytes: ['a'],
    getDataAsString: ['', 's'],
    setDataFromString: ['S', 'S,s'],
    getContentType: [''],
    setContentType: ['v'],
    setContentTypeFromExtension: [''],
    getName: [''],
    setName: ['S'],
    copyBlob: [''],
    isGoogleType: [''],
  };
  readonly kind = 'Blob';

  constructor(
    readonly execution: ServiceContext,
    public bytes: Uint8Array,
    public type: string | null = null,
    public name: string | null = null,
  ) {
    super();
  }

  getBytes() {
    return signedBytes(this.bytes);
  }
  setBytes(data: unknown[]) {
    this.bytes = asBytes(data);
    return this;
  }
  getDataAsString(charset = 'UTF-8') {
    return decodeText(this.bytes, charset);
  }
  setDataFromString(text: unknown, charset = 'UTF-8') {
    const latin = /^(iso-8859-1|latin1|us-ascii)$/i.test(charset);
    this.bytes = new Uint8Array(Buffer.from(String(text), latin ? 'latin1' : 'utf8'));
    return this;
  }
  getContentType() {
    return this.type;
  }
  setContentType(type: unknown) {
    this.type = type === null ? null : String(type);
    return this;
  }
  setContentTypeFromExtension() {
    const extension = /\.([^.]+)$/.exec(this.name ?? '')?.[1]?.toLowerCase() ?? '';
    this.type = TYPES[extension] ?? 'application/octet-stream';
    return this;
  }
  getName() {
    return this.name;
  }
  setName(name: unknown) {
    this.name = String(name);
    return this;
  }
  copyBlob() {
    return new BlobObject(this.execution, this.bytes.slice(), this.type, this.name);
  }
  isGoogleType() {
    return false;
  }
}

const TYPES: Record<string, string> = {
  txt: 'text/plain',
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
  xml: 'application/xml',
  zip: 'application/zip',
  gz: 'application/x-gzip',
  png: 'image/png',
  jpg: 'image/jpeg',
  pdf: 'application/pdf',
};
