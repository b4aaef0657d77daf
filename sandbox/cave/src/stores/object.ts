/** One object of a bucket: its contents, and what is said of it. */
import type { Contents } from './contents';

/** What may be said of an object beside its bytes. */
export interface ObjectMetadata {
  contentType: string;
  /** How the bytes are coded, such as gzip; '' for not at all. */
  contentEncoding: string;
  cacheControl: string;
  contentDisposition: string;
  contentLanguage: string;
  metadata: Record<string, string>;
  /** Anybody may read it. */
  open: boolean;
  /** Objects that it was composed of; 0 for one that was not. Such an object has no MD5 on Google's side. */
  components: number;
  /** ETag of an object that came in parts; '' where it is the MD5. */
  partsTag: string;
  /** Sums that S3 keeps because the writer stated them: header name without `x-amz-checksum-`, and value. */
  checksums: Record<string, string>;
  /** Nobody can delete or replace it: a hold at Google, a policy at S3. */
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
    /** ms. */
    readonly created: number,
    public updated = created,
  ) {}

  get size(): number {
    return this.contents.size;
  }

  /** All of it; throws for sparse contents that cannot be read at once. */
  get bytes(): Uint8Array {
    const bytes = this.contents.whole();
    if (bytes === null) throw new RangeError(`${this.name} is read in parts only`);
    return bytes;
  }

  /** Of the stored bytes, in base64. */
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
