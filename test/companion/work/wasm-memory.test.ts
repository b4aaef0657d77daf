/** The memory of WebAssembly instances is counted while they are in use, and the count does not keep them. */
import { wasmBytes, watchWasm } from '../../../src/companion/work/wasm-memory';
import { collect } from '../../support/heap';

declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: { memory: { grow(pages: number): number } } };
};

const PAGE = 65_536;
/** A module that exports a memory of one page. */
const BYTES = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x05, 0x03, 0x01, 0x00, 0x01],
  ...[0x07, 0x0a, 0x01, 0x06, ...Buffer.from('memory'), 0x02, 0x00],
);

test('an instance counts as it grows, and no longer once it is freed', async () => {
  const native = WebAssembly.Instance;
  try {
    watchWasm();
    const before = wasmBytes();
    const module = new WebAssembly.Module(BYTES);
    let instance: InstanceType<typeof WebAssembly.Instance> | null = new WebAssembly.Instance(module);
    expect(wasmBytes() - before).toBe(PAGE);
    instance.exports.memory.grow(9);
    expect(wasmBytes() - before).toBe(10 * PAGE);
    instance = null;
    for (let i = 0; i < 20 && wasmBytes() > before; i++) {
      await new Promise((done) => setTimeout(done, 5));
      collect();
    }
    expect(wasmBytes()).toBe(before);
  } finally {
    WebAssembly.Instance = native;
  }
});
