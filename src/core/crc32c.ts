/** CRC-32C (Castagnoli, RFC 3720), as object stores sum the contents of an object. */
import { toBase64 } from './base64';

let table: Uint32Array | null = null;

/** The sum of bytes that arrive in pieces. */
export class Crc32c {
  private crc = 0xffffffff;

  update(bytes: Uint8Array): this {
    table ??= Uint32Array.from({ length: 256 }, (_none, byte) => {
      let value = byte;
      for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
      return value;
    });
    let crc = this.crc;
    for (let i = 0; i < bytes.length; i++) crc = table[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
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
