/** Reduces the number of faces for nearly the same surface, with meshoptimizer. */
import { TtError } from '../../core/errors';
import { centreOf, checkMesh, toFloat32 } from '../mesh/bounds';
import { faceCount, type Mesh } from '../mesh/mesh';
import { dropFlaps } from '../mesh/same-faces';
import { dropUnused, weld } from '../mesh/weld';

export interface Simplifier {
  /**
   * Stops at about `faces` faces, or at an error of about `error` nm, whichever comes first. A mesh with faces never
   * loses all of them: the smallest possible mesh is returned. The vertices that remain keep their exact positions.
   * Identical positions are welded first. A closed surface stays closed, but two folds of it may come to share an edge,
   * which then has four faces.
   */
  simplify(mesh: Mesh, options: { faces?: number; error?: number }): Mesh;
}

type Library = typeof import('meshoptimizer/simplifier');

/** Larger than any surface: no limit of the error. */
const ANY_ERROR = 1e15;

/** `library` is for hosts that cannot `import()`. The library's script contains the wasm. */
export async function loadSimplifier(
  library: () => Promise<Library> = () => import('meshoptimizer/simplifier'),
): Promise<Simplifier> {
  const { MeshoptSimplifier } = await library();
  await MeshoptSimplifier.ready;
  return {
    simplify(mesh, { faces, error }) {
      checkMesh(mesh);
      if (faces === undefined && error === undefined) {
        throw new TtError('INPUT', 'simplifying needs a number of faces, or an error in nm');
      }
      if (!((faces ?? 0) >= 0) || !((error ?? 0) >= 0)) {
        throw new TtError('INPUT', 'the number of faces and the error in nm cannot be negative');
      }
      const whole = weld(mesh);
      const targetFaces = Math.min(Math.floor(faces ?? 0), faceCount(whole));
      if (faceCount(whole) === 0 || targetFaces === faceCount(whole)) return dropUnused(whole);
      const positions = toFloat32(whole.vertices, centreOf(whole.vertices));
      for (let most = targetFaces; most < faceCount(whole); most = Math.max(4, 2 * most)) {
        const [remaining] = MeshoptSimplifier.simplify(
          whole.faces,
          positions,
          3,
          most * 3,
          Math.min(error ?? ANY_ERROR, ANY_ERROR),
          ['ErrorAbsolute'],
        );
        const simpler = dropFlaps({ vertices: whole.vertices, faces: remaining.slice() });
        if (faceCount(simpler) > 0) return dropUnused(simpler);
      }
      return dropUnused(whole);
    },
  };
}
