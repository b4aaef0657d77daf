/** Numbers in bytes as the formats store them: little-endian, unaligned. */

export const dataView = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** An unsigned 64-bit number as a double; exact up to 2^53, above any offset in a file. */
export const uint64 = (data: DataView, at: number): number =>
  data.getUint32(at + 4, true) * 2 ** 32 + data.getUint32(at, true);

/** A copy that starts at an aligned offset, as typed arrays need it. */
export function alignedCopy(bytes: Uint8Array): ArrayBuffer {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy.buffer;
}

/** The parts joined in order. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
