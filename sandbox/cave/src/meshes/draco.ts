/** Encodes meshes as Draco, with positions on the mesh grid. The encoder is loaded synchronously on first use. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import vm from 'node:vm';
import type { EncoderModule } from 'draco3d';
import { type GridMesh, STEP } from './grid';

let encoderModule: EncoderModule | null = null;

/**
 * The package returns a promise of its module. With the wasm passed in, the promise needs no I/O: in a context with its
 * own microtask queue, it is resolved at the end of the evaluation.
 */
function load(): EncoderModule {
  const require = createRequire(__filename);
  const file = require.resolve('draco3d/draco_encoder_nodejs.js');
  const folder = dirname(file);
  const context = vm.createContext(
    {
      process,
      require,
      console,
      __dirname: folder,
      __filename: file,
      module: { exports: {} },
      exports: {},
      wasm: readFileSync(join(folder, 'draco_encoder.wasm')),
    },
    { microtaskMode: 'afterEvaluate' },
  );
  vm.runInContext(readFileSync(file, 'utf8'), context);
  vm.runInContext(
    `module.exports({
      instantiateWasm(imports, got) {
        const instance = new WebAssembly.Instance(new WebAssembly.Module(wasm), imports);
        got(instance, null);
        return instance.exports;
      },
    }).then((made) => { globalThis.made = made; });`,
    context,
  );
  const { made: module } = context as { made?: EncoderModule };
  if (module === undefined) throw new Error('the Draco encoder was not there at once');
  return module;
}

/** For integer grid steps, decoders return exact multiples of `STEP` nm. */
export function encodeDraco(mesh: GridMesh): Uint8Array {
  encoderModule ??= load();
  const draco = encoderModule;
  const { low, span } = extent(mesh.points);
  const bits = Math.ceil(Math.log2(span + 1));
  const builder = new draco.MeshBuilder();
  const dracoMesh = new draco.Mesh();
  const encoder = new draco.Encoder();
  const out = new draco.DracoInt8Array();
  try {
    const faces = Uint32Array.from(mesh.faces);
    const points = Float32Array.from(mesh.points, (n) => n * STEP);
    builder.AddFacesToMesh(dracoMesh, faces.length / 3, faces);
    builder.AddFloatAttribute(dracoMesh, draco.POSITION, points.length / 3, 3, points);
    const origin = low.map((n) => n * STEP) as [number, number, number];
    encoder.SetEncodingMethod(draco.MESH_EDGEBREAKER_ENCODING);
    encoder.SetSpeedOptions(5, 5);
    encoder.SetAttributeExplicitQuantization(draco.POSITION, bits, 3, origin, STEP * (2 ** bits - 1));
    const size = encoder.EncodeMeshToDracoBuffer(dracoMesh, out);
    if (size <= 0) throw new Error('Draco could not encode a mesh');
    const bytes = new Uint8Array(size);
    for (let i = 0; i < size; i++) bytes[i] = out.GetValue(i);
    return bytes;
  } finally {
    for (const object of [out, encoder, dracoMesh, builder]) draco.destroy(object);
  }
}

/** The lowest corner, and the length of the longest side, at least 1. */
function extent(points: readonly number[]): { low: number[]; span: number } {
  const low = [0, 1, 2].map(() => Number.POSITIVE_INFINITY);
  for (let i = 0; i < points.length; i++) low[i % 3] = Math.min(low[i % 3]!, points[i]!);
  let span = 1;
  for (let i = 0; i < points.length; i++) span = Math.max(span, points[i]! - low[i % 3]!);
  return { low, span };
}
