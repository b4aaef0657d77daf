/** Fewer faces for nearly the same surface, by meshoptimizer. */
import { TtError } from '../../core/errors';
import { centreOf, checkMesh, toFloat32 } from '../mesh/bounds';
import { faceCount, type Mesh } from '../mesh/mesh';
import { dropFlaps } from '../mesh/same-faces';
import { dropUnused, weld } from '../mesh/weld';

export interface Simplifier {
  /**
   * At most about `faces` faces, no further off than about `error` nm: whichever is met first ends it. A mesh with
   * faces never becomes one without: the fewest that are left of it are given. The vertices that stay keep their exact
   * places. Identical positions are welded first. A closed surface stays closed, though two
   * folds of it may come to share an edge, which then has four faces.
   */
  simplify(mesh: Mesh, options: { faces?: number; error?: number }): Mesh;
}

type Library = typeof import('meshoptimizer/simplifier');

/** Further than any surface: no bound on the error. */
const ANY_ERROR = 1e15;

/** `library` is for a host that cannot `import()`. The wasm is part of the library's script. */
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
      const wanted = Math.min(Math.floor(faces ?? 0), faceCount(whole));
      if (faceCount(whole) === 0 || wanted === faceCount(whole)) return dropUnused(whole);
      const centred = toFloat32(whole.vertices, centreOf(whole.vertices));
      for (let most = wanted; most < faceCount(whole); most = Math.max(4, 2 * most)) {
        const [left] = MeshoptSimplifier.simplify(
          whole.faces,
          centred,
          3,
          most * 3,
          Math.min(error ?? ANY_ERROR, ANY_ERROR),
          ['ErrorAbsolute'],
        );
        const simpler = dropFlaps({ vertices: whole.vertices, faces: left.slice() });
        if (faceCount(simpler) > 0) return dropUnused(simpler);
      }
      return dropUnused(whole);
    },
  };
}
