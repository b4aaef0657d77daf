/**
 * Taubin smoothing (1995): passes that shrink alternate with passes that expand, so bumps disappear and the volume
 * stays.
 */
import { TtError } from '../../core/errors';
import { checkMesh } from '../mesh/bounds';
import type { Mesh } from '../mesh/mesh';
import { neighboursOf } from '../mesh/neighbours';
import { withNative } from '../point-sets/native';
import type { Progress } from '../progress';

/** Doubles per vertex in the memory of the compiled passes. */
const VERTEX_DOUBLES = 4;
const VERTEX_BYTES = 8 * VERTEX_DOUBLES;

export interface SmoothOptions {
  /** Total number of passes: half of them shrink, half expand. */
  passes: number;
  /** Fraction of the way to the mean of its neighbours that a vertex moves in a shrinking pass. Default 0.5. */
  lambda?: number;
  /**
   * The same away from the mean, in an expanding pass. Default 0.53: a little above lambda keeps the volume (40 passes
   * change a real neuropil from 4939 to 4949 µm³). A negative value makes every pass shrink, as in scripts that pass
   * -0.53 to trimesh (4596 µm³).
   */
  nu?: number;
  progress?: Progress;
}

/** The same faces with moved vertices. All neighbours have the same weight; a vertex without neighbours stays. */
export function smooth(mesh: Mesh, { passes, lambda = 0.5, nu = 0.53, progress }: SmoothOptions): Mesh {
  checkMesh(mesh);
  if (!Number.isInteger(passes) || passes < 0 || passes > 10_000) {
    throw new TtError('INPUT', `smoothing takes a whole number of passes up to 10,000, not ${passes}`);
  }
  if (!(lambda >= 0 && lambda <= 1 && nu >= -1 && nu <= 1)) {
    throw new TtError(
      'INPUT',
      `smoothing takes lambda from 0 to 1 and nu from -1 to 1, not ${lambda} and ${nu}`,
    );
  }
  const many = mesh.vertices.length / 3;
  const { starts, neighbours } = neighboursOf(mesh.faces, many);
  const vertices = withNative((native) => {
    const ends = native.beginSmooth(many, neighbours.length);
    if (ends === 0) throw new TtError('BIG', `a mesh of ${many} vertices is too large to be smoothed here`);
    const { buffer } = native.memory;
    const endsAt = new Uint32Array(buffer, ends, many);
    for (let i = 0; i < many; i++) endsAt[i] = 4 * starts[i + 1]!;
    const offsets = new Uint32Array(buffer, native.neighboursAt(), neighbours.length);
    for (let i = 0; i < offsets.length; i++) offsets[i] = VERTEX_BYTES * neighbours[i]!;
    const positions = new Float64Array(buffer, native.smoothed(), VERTEX_DOUBLES * many);
    for (let i = 0, at = 0; at < positions.length; i += 3, at += VERTEX_DOUBLES) {
      positions[at] = mesh.vertices[i]!;
      positions[at + 1] = mesh.vertices[i + 1]!;
      positions[at + 2] = mesh.vertices[i + 2]!;
      positions[at + 3] = 0;
    }
    for (let pass = 0; pass < passes; pass++) {
      native.smoothPass(pass % 2 === 0 ? lambda : -nu);
      progress?.(pass + 1, passes, 'passes of smoothing');
    }
    const movedPositions = new Float64Array(buffer, native.smoothed(), VERTEX_DOUBLES * many);
    const packedPositions = new Float64Array(3 * many);
    for (let i = 0, at = 0; i < packedPositions.length; i += 3, at += VERTEX_DOUBLES) {
      packedPositions[i] = movedPositions[at]!;
      packedPositions[i + 1] = movedPositions[at + 1]!;
      packedPositions[i + 2] = movedPositions[at + 2]!;
    }
    return packedPositions;
  });
  return { vertices, faces: mesh.faces.slice() };
}
