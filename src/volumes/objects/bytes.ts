/** Reads numbers from bytes in the formats' form: little-endian, unaligned. */

export const dataView = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** An unsigned 64-bit number as a double. It is exact up to 2^53, which is larger than any file offset. */
export const uint64 = (data: DataView, at: number): number =>
  data.getUint32(at + 4, true) * 2 ** 32 + data.getUint32(at, true);

/** A copy at an aligned offset: typed arrays need one. */
export function alignedCopy(bytes: Uint8Array): ArrayBuffer {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy.buffer;
}

/** Joins the parts in order. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
