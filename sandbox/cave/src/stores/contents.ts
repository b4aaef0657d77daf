/** The bytes of an object: in memory, or created when they are read. Copies share them and their computed checksums. */
import { createHash } from 'node:crypto';
import { crc32c } from '../../../../src/core/crc32c';
import type { Sparse } from './sparse';

/** Byte limit of one read of sparse contents. */
const MOST_READ = 64 * 1024 * 1024;

export class Contents {
  private readonly sums = new Map<string, string>();

  /** `identity` replaces the bytes in the checksums of sparse contents. */
  constructor(
    private readonly data: Uint8Array | Sparse,
    private readonly identity = '',
  ) {}

  get size(): number {
    return this.data instanceof Uint8Array ? this.data.length : this.data.size;
  }

  get sparse(): boolean {
    return !(this.data instanceof Uint8Array);
  }

  /** Bytes from `first` to `last`, both inclusive; null if this is too much of sparse contents for one read. */
  read(first: number, last: number): Uint8Array | null {
    if (this.data instanceof Uint8Array) return this.data.subarray(first, last + 1);
    return last - first < MOST_READ ? this.data.read(first, last) : null;
  }

  /** All bytes, or null if they are too many for one read. */
  whole(): Uint8Array | null {
    return this.read(0, this.size - 1);
  }

  /** The part from `first` to `last`, both inclusive. */
  part(first: number, last: number): Contents {
    if (this.data instanceof Uint8Array) return new Contents(this.data.subarray(first, last + 1));
    const { data } = this;
    const read = (from: number, to: number): Uint8Array => data.read(first + from, first + to);
    return new Contents({ size: last - first + 1, read }, `${this.identity}[${first}-${last}]`);
  }

  /** The checksum in base64. `algorithm` is a hash of Node, or the name of any other that `calculated` computes. */
  sum(algorithm: string, calculate?: (bytes: Uint8Array) => string): string {
    const cachedSum = this.sums.get(algorithm);
    if (cachedSum !== undefined) return cachedSum;
    const of = this.data instanceof Uint8Array ? this.data : Buffer.from(this.identity);
    const sum = calculate ? calculate(of) : createHash(algorithm).update(of).digest('base64');
    this.sums.set(algorithm, sum);
    return sum;
  }

  get md5(): string {
    return this.sum('md5');
  }

  get crc32c(): string {
    return this.sum('crc32c', crc32c);
  }
}

/** Concatenates contents. */
export function joinContents(parts: readonly Contents[]): Contents {
  if (parts.length === 1) return parts[0]!;
  if (!parts.some((part) => part.sparse)) {
    return new Contents(new Uint8Array(Buffer.concat(parts.map((part) => part.whole()!))));
  }
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const read = (first: number, last: number): Uint8Array => {
    const found: Uint8Array[] = [];
    let at = 0;
    for (const part of parts) {
      const [from, to] = [Math.max(first - at, 0), Math.min(last - at, part.size - 1)];
      if (from <= to) found.push(part.read(from, to)!);
      at += part.size;
    }
    return new Uint8Array(Buffer.concat(found));
  };
  return new Contents({ size, read }, parts.map((part) => part.md5).join(' '));
}
