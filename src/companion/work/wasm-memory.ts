/**
 * Counts the memory of WebAssembly instances. It grows, never shrinks, and is not part of the heap limit; it is freed with
 * its instance, such as the tree over a mesh.
 */

interface WasmMemory {
  buffer: ArrayBufferLike;
}

interface Instantiated {
  exports?: Record<string, unknown>;
  instance?: { exports: Record<string, unknown> };
}

/** The part of WebAssembly used here; the project's type libraries lack it. */
interface Wasm {
  Memory: new (shape: unknown) => WasmMemory;
  Instance: new (module: unknown, imports?: unknown) => Instantiated;
  instantiate(source: unknown, imports?: unknown): Promise<Instantiated>;
}

/** Weak, so that counting frees as much as not counting. */
const memories = new Set<WeakRef<WasmMemory>>();
const count = (memory: WasmMemory): unknown => memories.add(new WeakRef(memory));

/** Counts every memory that is created or exported from now on. Call it before libraries are loaded. */
export function watchWasm(): void {
  const wasm = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;
  const { Memory, Instance, instantiate } = wasm;
  const note = (exports: Record<string, unknown> | undefined): void => {
    for (const part of Object.values(exports ?? {})) if (part instanceof Memory) count(part);
  };
  wasm.Memory = class extends Memory {
    constructor(shape: unknown) {
      super(shape);
      count(this);
    }
  };
  wasm.Instance = class extends Instance {
    constructor(module: unknown, imports?: unknown) {
      super(module, imports);
      note(this.exports);
    }
  };
  wasm.instantiate = async (source, imports) => {
    const result = await instantiate(source, imports);
    note(result.instance?.exports ?? result.exports);
    return result;
  };
}

export function wasmBytes(): number {
  let sum = 0;
  for (const reference of memories) {
    const memory = reference.deref();
    if (memory) sum += memory.buffer.byteLength;
    else memories.delete(reference);
  }
  return sum;
}
