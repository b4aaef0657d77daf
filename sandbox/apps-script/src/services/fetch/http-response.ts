/** HTTPResponse, with a decompressed body. */

import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { ScriptError } from '../../platform/errors';
import { ServiceObject, type Signatures } from '../../platform/service-object';
import type { WireReply } from '../../platform/wire';
import { BlobObject, decodeText, signedBytes } from '../content/blob';
import type { ServiceContext } from '../context';

const UNPACK: Record<string, (bytes: Uint8Array) => Uint8Array> = {
  gzip: (bytes) => gunzipSync(bytes),
  deflate: (bytes) => inflateSync(bytes),
  br: (bytes) => brotliDecompressSync(bytes),
};

function unpackBody(reply: WireReply): Uint8Array {
  const encoding = reply.headers.find(([name]) => name.toLowerCase() === 'content-encoding')?.[1] ?? '';
  const unpack = UNPACK[encoding.trim().toLowerCase()];
  if (!unpack || reply.body.length === 0) return reply.body;
  try {
    return new Uint8Array(unpack(reply.body));
  } catch {
    throw new ScriptError('Unexpected error: the response body is damaged');
  }
}

export class HTTPResponse extends ServiceObject {
  static readonly path = 'UrlFetchApp.HTTPResponse';
  static readonly signatures: Signatures = {
    getResponseCode: [''],
    getContentText: ['', 's'],
    getContent: [''],
    getBlob: [''],
    getAs: ['s'],
    getHeaders: [''],
    getAllHeaders: [''],
  };
  readonly kind = 'HTTPResponse';
  private readonly body: Uint8Array;

  constructor(
    readonly execution: ServiceContext,
    private readonly reply: WireReply,
  ) {
    super();
    this.body = unpackBody(reply);
  }

  getResponseCode() {
    return this.reply.status;
  }
  /** UTF-8 if no charset is declared (unverified). */
  getContentText(charset?: string) {
    const declaredCharset = /charset="?([\w-]+)/i.exec(this.header('content-type') ?? '')?.[1];
    return decodeText(this.body, charset ?? declaredCharset ?? 'UTF-8');
  }
  getContent() {
    return signedBytes(this.body);
  }
  getBlob() {
    const type = (this.header('content-type') ?? 'application/octet-stream').split(';')[0] ?? null;
    const fileName = /filename="?([^";]+)/i.exec(this.header('content-disposition') ?? '')?.[1];
    return new BlobObject(this.execution, this.body, type, fileName ?? null);
  }
  getAs(type: string) {
    if (this.getBlob().type !== type)
      throw new ScriptError(`Conversion to ${type} is not part of the stand-in.`);
    return this.getBlob();
  }
  /** For a repeated header, the last value. */
  getHeaders() {
    return Object.fromEntries(this.reply.headers);
  }
  /** For a repeated header, a list of values. */
  getAllHeaders() {
    const all: Record<string, string | string[]> = {};
    for (const [name, value] of this.reply.headers) {
      const before = all[name];
      all[name] = before === undefined ? value : [before, value].flat();
    }
    return all;
  }

  private header(name: string): string | undefined {
    return this.reply.headers.find(([each]) => each.toLowerCase() === name)?.[1];
  }
}
