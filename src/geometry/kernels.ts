/** Compiled libraries for geometry. They are loaded before the work starts, because work cannot wait for them. */
import { TtError } from '../core/errors';
import { loadSimplifier, type Simplifier } from './edit/simplify';
import { loadSolids, type Solids } from './edit/solids';
import { type Draco, loadDraco } from './formats/draco';

export interface Kernels {
  draco: Draco;
  solids: Solids;
  simplifier: Simplifier;
}

export type KernelName = keyof Kernels;

/** Bytes of the wasm files, from the shell's own storage. */
export interface WasmFiles {
  draco(): Promise<Uint8Array>;
  manifold(): Promise<Uint8Array>;
}

const LOADERS: { [Name in KernelName]: (files: WasmFiles) => Promise<Kernels[Name]> } = {
  draco: async (files) => loadDraco(await files.draco()),
  solids: async (files) => loadSolids(await files.manifold()),
  simplifier: () => loadSimplifier(),
};

/** Loads the named libraries. Each is loaded once per process; the shell keeps them in `loaded`. */
export async function loadKernels(
  names: readonly KernelName[],
  files: WasmFiles,
  loaded: Partial<Kernels> = {},
): Promise<Partial<Kernels>> {
  for (const name of names) {
    if (loaded[name] === undefined) Object.assign(loaded, { [name]: await LOADERS[name](files) });
  }
  return loaded;
}

/** A library that the work has declared; a missing one is an error in the declaration. */
export function kernel<Name extends KernelName>(kernels: Partial<Kernels>, name: Name): Kernels[Name] {
  const found = kernels[name];
  if (found === undefined) throw new TtError('FAULT', `the ${name} library was not loaded`);
  return found as Kernels[Name];
}
