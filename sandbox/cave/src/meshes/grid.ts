/** Triangles on the mesh grid: every coordinate is an integer number of steps, so that chunk borders match exactly. */

/** In nm. */
export const STEP = 21;

export interface GridMesh {
  /** x, y, z in steps of `STEP` nm. */
  points: number[];
  faces: number[];
}

export type Corner = readonly [number, number, number];

export const onGrid = (nm: number): number => Math.round(nm / STEP);

/**
 * Adds the six sides of a box or a prism, from the four corners of each end; both are counter-clockwise seen from the
 * second end.
 */
export function addPrism(
  mesh: GridMesh,
  start: readonly Corner[],
  end: readonly Corner[],
  caps: { start: boolean; end: boolean },
): void {
  const at = mesh.points.length / 3;
  for (const corner of [...start, ...end]) mesh.points.push(...corner);
  for (let k = 0; k < 4; k++) {
    const [a, b] = [at + k, at + ((k + 1) % 4)];
    mesh.faces.push(a, b, b + 4, a, b + 4, a + 4);
  }
  if (caps.start) mesh.faces.push(at, at + 2, at + 1, at, at + 3, at + 2);
  if (caps.end) mesh.faces.push(at + 4, at + 5, at + 6, at + 4, at + 6, at + 7);
}

/** Adds a closed box between two corners, lower one first. */
export function addBox(mesh: GridMesh, low: Corner, high: Corner): void {
  const ring = (z: number): Corner[] => [
    [low[0], low[1], z],
    [high[0], low[1], z],
    [high[0], high[1], z],
    [low[0], high[1], z],
  ];
  addPrism(mesh, ring(low[2]), ring(high[2]), { start: true, end: true });
}

/** Joins meshes; merges coinciding points for which `isShared` is true. */
export function joinMeshes(meshes: readonly GridMesh[], isShared: (point: Corner) => boolean): GridMesh {
  const points: number[] = [];
  const faces: number[] = [];
  const numberOfKey = new Map<string, number>();
  for (const mesh of meshes) {
    const number: number[] = [];
    for (let i = 0; i < mesh.points.length; i += 3) {
      const point: Corner = [mesh.points[i]!, mesh.points[i + 1]!, mesh.points[i + 2]!];
      const key = isShared(point) ? point.join() : '';
      let at = key === '' ? undefined : numberOfKey.get(key);
      if (at === undefined) {
        at = points.length / 3;
        points.push(...point);
        if (key !== '') numberOfKey.set(key, at);
      }
      number.push(at);
    }
    for (const index of mesh.faces) faces.push(number[index]!);
  }
  return { points, faces };
}
