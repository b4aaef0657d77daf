/** The wasm files of the geometry libraries: beside the bundle if they are there, else from the installed packages. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { WasmFiles } from '../geometry/kernels';

const PACKAGED = {
  draco: { file: 'draco_decoder.wasm', from: 'draco3d/draco_decoder.wasm' },
  manifold: { file: 'manifold.wasm', from: 'manifold-3d/manifold.wasm' },
};

/** `folder` is the folder of the bundle. */
export function wasmFiles(folder: string): WasmFiles {
  const read = async ({ file, from }: { file: string; from: string }): Promise<Uint8Array> => {
    const beside = join(folder, file);
    return readFile(existsSync(beside) ? beside : createRequire(join(folder, 'x.js')).resolve(from));
  };
  return { draco: () => read(PACKAGED.draco), manifold: () => read(PACKAGED.manifold) };
}
