/** Counts the memories of compiled libraries: they grow and never shrink, and no limit of the heap sees them. */

interface WasmMemory {
  buffer: ArrayBufferLike;
}

interface Made {
  exports?: Record<string, unknown>;
  instance?: { exports: Record<string, unknown> };
}

/** What is used of the platform's WebAssembly; the project's types leave it out. */
interface Wasm {
  Memory: new (shape: unknown) => WasmMemory;
  Instance: new (module: unknown, imports?: unknown) => Made;
  instantiate(source: unknown, imports?: unknown): Promise<Made>;
}

const memories = new Set<WasmMemory>();

/** From here on every memory that is made or exported is known. Call before the libraries are loaded. */
export function watchWasm(): void {
  const wasm = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;
  const { Memory, Instance, instantiate } = wasm;
  const note = (exports: Record<string, unknown> | undefined): void => {
    for (const part of Object.values(exports ?? {})) if (part instanceof Memory) memories.add(part);
  };
  wasm.Memory = class extends Memory {
    constructor(shape: unknown) {
      super(shape);
      memories.add(this);
    }
  };
  wasm.Instance = class extends Instance {
    constructor(module: unknown, imports?: unknown) {
      super(module, imports);
      note(this.exports);
    }
  };
  wasm.instantiate = async (source, imports) => {
    const made = await instantiate(source, imports);
    note(made.instance?.exports ?? made.exports);
    return made;
  };
}

export function wasmBytes(): number {
  let sum = 0;
  for (const memory of memories) sum += memory.buffer.byteLength;
  return sum;
}
