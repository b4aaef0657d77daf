/** Bytes as Apps Script's services take and return them: a list of signed numbers. */

/** A loop, because Array.from takes six times as long on a typed array. */
export function toSigned(bytes: Uint8Array): number[] {
  const list: number[] = new Array(bytes.length);
  for (let k = 0; k < bytes.length; k++) list[k] = (bytes[k]! << 24) >> 24;
  return list;
}

/** The constructor keeps the low eight bits of each number. */
export const toUnsigned = (bytes: number[]): Uint8Array => new Uint8Array(bytes);
