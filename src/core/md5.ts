/** MD5 (RFC 1321), the checksum of S3-compatible stores. It protects against damage, not against an adversary. */

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const SINES = Int32Array.from({ length: 64 }, (_none, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));
const BLOCK = 64;

/** An MD5 computation in progress, in this file's code or in the platform's. */
export interface RunningMd5 {
  update(bytes: Uint8Array): unknown;
  /** Returns 16 bytes. No update may follow. */
  digest(): Uint8Array;
}

export type StartMd5 = () => RunningMd5;

export const startMd5: StartMd5 = () => new Md5();

/** Computes the MD5 of bytes that arrive in pieces. */
export class Md5 implements RunningMd5 {
  private readonly state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  private readonly rest = new Uint8Array(BLOCK);
  private length = 0;

  update(bytes: Uint8Array): this {
    const bufferedBytes = this.length % BLOCK;
    this.length += bytes.length;
    let at = 0;
    if (bufferedBytes > 0) {
      at = Math.min(BLOCK - bufferedBytes, bytes.length);
      this.rest.set(bytes.subarray(0, at), bufferedBytes);
      if (bufferedBytes + at < BLOCK) return this;
      this.blocks(this.rest, 0, BLOCK);
    }
    const whole = at + Math.floor((bytes.length - at) / BLOCK) * BLOCK;
    this.blocks(bytes, at, whole);
    this.rest.set(bytes.subarray(whole));
    return this;
  }

  digest(): Uint8Array {
    const bufferedBytes = this.length % BLOCK;
    const end = new Uint8Array(bufferedBytes < 56 ? BLOCK : 2 * BLOCK);
    end.set(this.rest.subarray(0, bufferedBytes));
    end[bufferedBytes] = 0x80;
    const view = new DataView(end.buffer);
    view.setUint32(end.length - 8, (this.length * 8) >>> 0, true);
    view.setUint32(end.length - 4, Math.floor(this.length / 2 ** 29), true);
    this.blocks(end, 0, end.length);
    const sum = new DataView(new ArrayBuffer(16));
    for (const [i, word] of this.state.entries()) sum.setInt32(4 * i, word, true);
    return new Uint8Array(sum.buffer);
  }

  private blocks(bytes: Uint8Array, from: number, to: number): void {
    const { state } = this;
    const words = new Int32Array(16);
    for (let at = from; at < to; at += BLOCK) {
      for (let i = 0, p = at; i < 16; i++, p += 4) {
        words[i] = bytes[p]! | (bytes[p + 1]! << 8) | (bytes[p + 2]! << 16) | (bytes[p + 3]! << 24);
      }
      let [a, b, c, d] = state as unknown as [number, number, number, number];
      for (let i = 0; i < 64; i++) {
        const round = i >> 4;
        let mix: number;
        let word: number;
        if (round === 0) {
          mix = (b & c) | (~b & d);
          word = i;
        } else if (round === 1) {
          mix = (d & b) | (~d & c);
          word = (5 * i + 1) & 15;
        } else if (round === 2) {
          mix = b ^ c ^ d;
          word = (3 * i + 5) & 15;
        } else {
          mix = c ^ (b | ~d);
          word = (7 * i) & 15;
        }
        const sum = (a + mix + SINES[i]! + words[word]!) | 0;
        const shift = SHIFTS[4 * round + (i & 3)]!;
        a = d;
        d = c;
        c = b;
        b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
      }
      state[0] = (state[0]! + a) | 0;
      state[1] = (state[1]! + b) | 0;
      state[2] = (state[2]! + c) | 0;
      state[3] = (state[3]! + d) | 0;
    }
  }
}
