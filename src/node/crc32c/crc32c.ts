/** CRC-32C in compiled code (folder `native`), which is faster than the script of core/crc32c.ts for large objects. */
import { fromBase64 } from '../../core/base64';
import { Crc32c, crc32cText, type RunningCrc32c, type StartCrc32c } from '../../core/crc32c';
import { CRC32C_WASM } from './crc32c-wasm';

interface Native {
  memory: { buffer: ArrayBuffer };
  /** Number of bytes that one call takes. */
  capacity(): number;
  /** Returns the address of the memory for bytes. */
  begin(): number;
  update(crc: number, length: number): number;
}

// The types of Node do not declare WebAssembly.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: object };
};

let native: { bytes: Uint8Array; update: Native['update'] } | null = null;

function loadNative(): NonNullable<typeof native> {
  const module = new WebAssembly.Module(fromBase64(CRC32C_WASM)!);
  const { memory, capacity, begin, update } = new WebAssembly.Instance(module).exports as Native;
  return { bytes: new Uint8Array(memory.buffer, begin(), capacity()), update };
}

class NativeCrc32c implements RunningCrc32c {
  private crc = -1;

  update(bytes: Uint8Array): void {
    native ??= loadNative();
    const { length: capacity } = native.bytes;
    for (let at = 0; at < bytes.length; at += capacity) {
      const piece = bytes.subarray(at, at + capacity);
      native.bytes.set(piece);
      this.crc = native.update(this.crc, piece.length);
    }
  }

  digest(): string {
    return crc32cText(this.crc);
  }
}

/** Below this size, loading the compiled code and calling it take longer than the script. */
const LARGE = 256 * 1024;

export const startNodeCrc32c: StartCrc32c = (size) => (size < LARGE ? new Crc32c() : new NativeCrc32c());
