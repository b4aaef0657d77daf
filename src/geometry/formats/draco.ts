/** Decodes Draco triangle meshes with the library compiled to WebAssembly. */
/// <reference path="./draco-decoder.d.ts" />
import type { Decoder, DecoderBuffer, DecoderModule, Mesh as DracoLibMesh } from 'draco3d';
import createDecoderModule from 'draco3d/draco_decoder_nodejs.js';
import { TtError } from '../../core/errors';
import { damagedDraco, dracoCounts } from './draco-header';

export interface DracoOptions {
  /** Return positions as the stored integers, without undoing the quantization; multi-resolution meshes need these. */
  quantized: boolean;
  /** Larger declared sizes are an error before anything is decoded. */
  mostPoints: number;
  mostFaces: number;
}

export interface DracoMesh {
  /** x, y, z of each vertex in turn: single-precision values, or integers if `quantized`. */
  positions: Float64Array;
  /** Three vertex indices per triangle, all below the number of vertices. */
  faces: Uint32Array;
}

export interface Draco {
  /** Throws INPUT for bytes that are not a complete Draco mesh, BIG for one over the limits. */
  decode(bytes: Uint8Array, options: DracoOptions): DracoMesh;
}

/** A heap never shrinks, so an instance whose heap exceeds this size is dropped when another is ready. */
const HEAP_KEPT = 256 * 2 ** 20;
/** Number of instances that are kept ready: a damaged mesh may end one, and creating another is asynchronous. */
const INSTANCES = 2;
/**
 * Limit of triangles per byte. Symbols are entropy-coded, so a byte may hold many triangles; real meshes have fewer
 * than 3 per byte.
 */
const COUNT_A_BYTE = 64;

/** `wasm` is draco_decoder.wasm of the draco3d package. */
export async function loadDraco(wasm: Uint8Array): Promise<Draco> {
  const quiet = { print: () => undefined, printErr: () => undefined };
  const ready: DecoderModule[] = [];
  const add = async (): Promise<void> => {
    ready.push(await createDecoderModule({ wasmBinary: wasm, ...quiet }));
  };
  for (let i = 0; i < INSTANCES; i++) await add();
  return {
    decode(bytes, options) {
      checkHeader(bytes, options);
      const draco = ready[0];
      if (!draco) throw new TtError('DOWN', 'the mesh decoder starts again after a damaged mesh. Try again');
      let broken = false;
      try {
        return decode(draco, bytes, options);
      } catch (error) {
        if (error instanceof TtError) throw error;
        broken = true;
        throw damagedDraco('it asks for what cannot be');
      } finally {
        if (broken || (draco.HEAP8.length > HEAP_KEPT && ready.length > 1)) {
          ready.shift();
          void add();
        }
      }
    },
  };
}

/** Checks the declared sizes before the library allocates memory for them. */
function checkHeader(bytes: Uint8Array, { mostPoints, mostFaces }: DracoOptions): void {
  const { points, faces } = dracoCounts(bytes);
  tooMany(points, mostPoints, 'points');
  tooMany(faces, mostFaces, 'triangles');
  if (Math.max(points, faces) > COUNT_A_BYTE * bytes.length) {
    throw damagedDraco(`${points} points and ${faces} triangles in ${bytes.length} bytes`);
  }
}

function tooMany(count: number, most: number, what: string): void {
  if (count > most) throw new TtError('BIG', `a mesh of ${count} ${what}: at most ${most} are read`);
}

/** Exceptions that end the instance are thrown unchanged. */
function decode(draco: DecoderModule, bytes: Uint8Array, options: DracoOptions): DracoMesh {
  const objects: object[] = [];
  const keep = <T extends object>(object: T): T => {
    objects.push(object);
    return object;
  };
  const decoder = keep(new draco.Decoder());
  try {
    const buffer = keep(new draco.DecoderBuffer());
    // The library accepts any bytes; its type declaration says Int8Array.
    buffer.Init(bytes as unknown as Int8Array, bytes.length);
    const mesh = keep(new draco.Mesh());
    if (options.quantized) skipTransform(decoder, draco);
    const status = decoder.DecodeBufferToMesh(buffer as DecoderBuffer, mesh);
    if (!status.ok() || mesh.ptr === 0) throw damagedDraco(status.error_msg().slice(0, 80));
    tooMany(mesh.num_points(), options.mostPoints, 'points');
    tooMany(mesh.num_faces(), options.mostFaces, 'triangles');
    return {
      positions: readPositions(draco, decoder, mesh, options),
      faces: readFaces(draco, decoder, mesh),
    };
  } finally {
    for (const object of objects.reverse()) draco.destroy(object);
  }
}

/** The library's type declaration lacks this method. */
function skipTransform(decoder: Decoder, draco: DecoderModule): void {
  (decoder as Decoder & { SkipAttributeTransform(type: unknown): void }).SkipAttributeTransform(
    draco.POSITION,
  );
}

function readPositions(
  draco: DecoderModule,
  decoder: Decoder,
  mesh: DracoLibMesh,
  { quantized }: DracoOptions,
): Float64Array {
  const id = decoder.GetAttributeId(mesh, draco.POSITION as unknown as number);
  const attribute = id < 0 ? null : decoder.GetAttribute(mesh, id);
  if (attribute?.num_components() !== 3) throw damagedDraco('it has no positions of three numbers');
  const count = mesh.num_points() * 3;
  if (count === 0) return new Float64Array(0);
  const at = draco._malloc(count * 4);
  try {
    const type = quantized ? draco.DT_INT32 : draco.DT_FLOAT32;
    const whole = decoder.GetAttributeDataArrayForAllPoints as (...args: unknown[]) => boolean;
    if (!whole.call(decoder, mesh, attribute, type, count * 4, at))
      throw damagedDraco('its positions cannot be read');
    // The heap may have been reallocated, so views are created again.
    const heap = quantized ? draco.HEAP32 : draco.HEAPF32;
    return new Float64Array(heap.subarray(at >> 2, (at >> 2) + count));
  } finally {
    draco._free(at);
  }
}

function readFaces(draco: DecoderModule, decoder: Decoder, mesh: DracoLibMesh): Uint32Array {
  const count = mesh.num_faces() * 3;
  if (count === 0) return new Uint32Array(0);
  const at = draco._malloc(count * 4);
  try {
    decoder.GetTrianglesUInt32Array(mesh, count * 4, at);
    const faces = draco.HEAPU32.slice(at >> 2, (at >> 2) + count);
    const points = mesh.num_points();
    for (const vertex of faces)
      if (vertex >= points) throw damagedDraco('a triangle names a vertex that is not there');
    return faces;
  } finally {
    draco._free(at);
  }
}
