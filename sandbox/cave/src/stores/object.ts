/** An object of a bucket: its contents and its metadata. */
import type { Contents } from './contents';

/** The metadata of an object. */
export interface ObjectMetadata {
  contentType: string;
  /** Encoding of the bytes, such as gzip; '' for none. */
  contentEncoding: string;
  cacheControl: string;
  contentDisposition: string;
  contentLanguage: string;
  metadata: Record<string, string>;
  /** True if everybody may read it. */
  open: boolean;
  /** Number of objects that it was composed of; 0 if it was not composed. Google has no MD5 of a composed object. */
  components: number;
  /** ETag of an object uploaded in parts; '' if the ETag is the MD5. */
  partsTag: string;
  /** Checksums that S3 keeps because the writer stated them: header name without `x-amz-checksum-`, and value. */
  checksums: Record<string, string>;
  /** True if nobody can delete or replace it: a hold at Google, a policy at S3. */
  held: boolean;
}

export const PLAIN: Omit<ObjectMetadata, 'open'> = {
  contentType: 'application/octet-stream',
  contentEncoding: '',
  cacheControl: '',
  contentDisposition: '',
  contentLanguage: '',
  metadata: {},
  components: 0,
  partsTag: '',
  checksums: {},
  held: false,
};

export class StoredObject {
  metageneration = 1;

  constructor(
    readonly name: string,
    readonly contents: Contents,
    public facts: ObjectMetadata,
    readonly generation: number,
    /** In ms. */
    readonly created: number,
    public updated = created,
  ) {}

  get size(): number {
    return this.contents.size;
  }

  /** All bytes; throws for sparse contents that are too large for one read. */
  get bytes(): Uint8Array {
    const bytes = this.contents.whole();
    if (bytes === null) throw new RangeError(`${this.name} is read in parts only`);
    return bytes;
  }

  /** MD5 of the stored bytes, in base64. */
  get md5(): string {
    return this.contents.md5;
  }

  get crc32c(): string {
    return this.contents.crc32c;
  }

  /** Without quotes. */
  get etag(): string {
    return this.facts.partsTag || Buffer.from(this.md5, 'base64').toString('hex');
  }
}
