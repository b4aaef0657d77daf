/** The same task with three-mesh-bvh: all hits of segments, in double precision. */
import type { Mesh } from '../../src/geometry/mesh/mesh';
import type { Answer } from './python';

/** Builds the tree and queries it. A pair is segment * faces + face. */
export async function meshBvh(
  strategy: 'SAH' | 'CENTER',
): Promise<(mesh: Mesh, bones: Float64Array) => Answer & { pairs: number[] }> {
  const three = await import('three');
  const library = await import('three-mesh-bvh');
  return (mesh, bones) => {
    const geometry = new three.BufferGeometry();
    geometry.setAttribute('position', new three.BufferAttribute(mesh.vertices, 3));
    // The library sorts the index in place.
    geometry.setIndex(new three.BufferAttribute(mesh.faces.slice(), 1));
    const before = process.cpuUsage();
    const from = performance.now();
    const bvh = new library.MeshBVH(geometry, { strategy: library[strategy], indirect: true });
    const built = performance.now() - from;
    const pairs: number[] = [];
    const many = mesh.faces.length / 3;
    const ray = new three.Ray();
    const target = new three.Vector3();
    const [p, q] = [new three.Vector3(), new three.Vector3()];
    let segment = 0;
    let length = 0;
    const callbacks = {
      intersectsBounds: (box: InstanceType<typeof three.Box3>) => {
        if (
          Math.max(p.x, q.x) < box.min.x ||
          Math.min(p.x, q.x) > box.max.x ||
          Math.max(p.y, q.y) < box.min.y ||
          Math.min(p.y, q.y) > box.max.y ||
          Math.max(p.z, q.z) < box.min.z ||
          Math.min(p.z, q.z) > box.max.z
        ) {
          return library.NOT_INTERSECTED;
        }
        return ray.intersectsBox(box) || box.containsPoint(p) ? library.INTERSECTED : library.NOT_INTERSECTED;
      },
      intersectsTriangle: (triangle: { a: typeof p; b: typeof p; c: typeof p }, face: number): boolean => {
        const met = ray.intersectTriangle(triangle.a, triangle.b, triangle.c, false, target);
        if (met && target.distanceTo(p) <= length) pairs.push(segment * many + face);
        return false;
      },
    };
    for (segment = 0; segment < bones.length / 6; segment++) {
      p.fromArray(bones, 6 * segment);
      q.fromArray(bones, 6 * segment + 3);
      length = p.distanceTo(q);
      ray.origin.copy(p);
      ray.direction.subVectors(q, p).divideScalar(length);
      bvh.shapecast(callbacks);
    }
    const ms = performance.now() - from;
    const { user, system } = process.cpuUsage(before);
    return {
      ms,
      processorMs: (user + system) / 1000,
      built,
      queried: ms - built,
      pairs: pairs.sort((a, b) => a - b),
    };
  };
}
