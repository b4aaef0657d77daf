/** CRC-32C (Castagnoli, RFC 3720), as object stores sum the contents of an object. */
import { toBase64 } from './base64';

/** Eight tables of 256: eight bytes a step ("slicing by 8", Kounavis and Berry 2005). */
let tables: Uint32Array | null = null;

function makeTables(): Uint32Array {
  const all = new Uint32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
    all[byte] = value;
  }
  for (let i = 256; i < all.length; i++) all[i] = all[all[i - 256]! & 255]! ^ (all[i - 256]! >>> 8);
  return all;
}

/** The sum of bytes that arrive in pieces. */
export class Crc32c {
  private crc = -1;

  update(bytes: Uint8Array): this {
    tables ??= makeTables();
    const t = tables;
    let { crc } = this;
    let i = 0;
    for (const end = bytes.length - 7; i < end; i += 8) {
      crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
      crc =
        t[1792 + (crc & 255)]! ^
        t[1536 + ((crc >>> 8) & 255)]! ^
        t[1280 + ((crc >>> 16) & 255)]! ^
        t[1024 + (crc >>> 24)]! ^
        t[768 + bytes[i + 4]!]! ^
        t[512 + bytes[i + 5]!]! ^
        t[256 + bytes[i + 6]!]! ^
        t[bytes[i + 7]!]!;
    }
    for (; i < bytes.length; i++) crc = t[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
    this.crc = crc;
    return this;
  }

  /** Big-endian, in base64: the spelling of Cloud Storage's `crc32c` and of S3's `x-amz-checksum-crc32c`. */
  digest(): string {
    const sum = ~this.crc >>> 0;
    return toBase64(Uint8Array.of(sum >>> 24, (sum >>> 16) & 255, (sum >>> 8) & 255, sum & 255));
  }
}

export const crc32c = (bytes: Uint8Array): string => new Crc32c().update(bytes).digest();
