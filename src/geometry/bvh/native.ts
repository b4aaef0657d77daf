/** The interface to the compiled tree (folder `native`). Each tree has an instance and a memory of its own. */
import { fromBase64 } from '../../core/base64';
import { TtError } from '../../core/errors';
import { BVH_WASM } from './native-wasm';

/** Addresses are byte offsets in `memory`, which does not grow after `build`. */
export interface NativeTree {
  memory: { buffer: ArrayBuffer };
  /** Allocates memory for a mesh; 0 if there is not enough. */
  begin(vertices: number, faces: number): number;
  verticesAt(): number;
  facesAt(): number;
  /** Returns a status. */
  build(): number;
  /** Min x, y, z and max x, y, z of the vertices that faces use. */
  boundsAt(): number;
  /** The root node; see build.as for the form of nodes and blocks. */
  rootAt(): number;
  /** Creates the blocks below a node that has none, once; other nodes stay as they are. */
  openNode(node: number): void;
  /** Where up to `SEGMENTS` segments are written before `startHits`. */
  segmentsAt(): number;
  pairsAt(): number;
  startHits(segments: number): void;
  /** Writes pairs (number of the segment in the batch, face) and returns their number; 0 if there are no more. */
  moreHits(): number;
  distance(x: number, y: number, z: number, within: number): number;
}

export const DONE = 0;
export const REFUSED = 1;
/** Segments of a batch. */
export const SEGMENTS = 1024;
/** The largest number of pairs that `moreHits` writes. */
export const PAIRS = 4096;

// The TypeScript libraries of this layer do not declare WebAssembly.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: object };
};

let compiledModule: object | null = null;

export function newTree(): NativeTree {
  if (!compiledModule) {
    const bytes = fromBase64(BVH_WASM);
    if (!bytes) throw new TtError('FAULT', 'the compiled tree is damaged');
    compiledModule = new WebAssembly.Module(bytes);
  }
  return new WebAssembly.Instance(compiledModule, { env: { abort } }).exports as NativeTree;
}

function abort(): never {
  throw new TtError('FAULT', 'the compiled tree broke off');
}
