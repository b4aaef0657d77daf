/**
 * The faces of marching cubes for each of the 256 cases in which corners can be inside. One rule computes them, so that
 * adjacent cubes always agree: on every side of a cube, the outside corners are cut off one by one (inside corners on a
 * diagonal are connected), and two vertices on one side are joined only along that side's cuts. Corners are numbered x
 * + 2y + 4z. Edges are numbered axis * 4 + the two other coordinates of their corners, in order.
 */

/** Corner numbers of each edge, lower first. */
export const EDGE_CORNERS: readonly (readonly [low: number, high: number])[] = [0, 1, 2].flatMap((axis) =>
  [0, 1, 2, 3].map((place) => {
    const [first, second] = [0, 1, 2].filter((other) => other !== axis) as [number, number];
    const low = (place & 1) * 2 ** first + (place >> 1) * 2 ** second;
    return [low, low + 2 ** axis] as const;
  }),
);

/** The sides of a cube: four corners each, counter-clockwise seen from outside. */
const SIDES: readonly (readonly number[])[] = [0, 1, 2].flatMap((axis) => {
  const [u, v] = [2 ** ((axis + 1) % 3), 2 ** ((axis + 2) % 3)];
  const high = 2 ** axis;
  return [
    [0, v, u + v, u],
    [high, high + u, high + u + v, high + v],
  ];
});

const edgeBetween = (one: number, other: number): number =>
  EDGE_CORNERS.findIndex(([low, high]) => low === Math.min(one, other) && high === Math.max(one, other));

const SIDE_EDGES = SIDES.map((side) => side.map((corner, at) => edgeBetween(corner, side[(at + 1) % 4]!)));

let table: readonly (readonly number[])[] | null = null;

/** Three edges per face, whose midpoints are its corners, by the bits of the inside corners. Computed on first use. */
export function cubeFaces(): readonly (readonly number[])[] {
  table ??= Array.from({ length: 256 }, (_, bits) => loopsOf(bits).flatMap((loop) => triangulate(loop)!));
  return table;
}

/** Closed loops of cut edges, counter-clockwise seen from outside the body. */
function loopsOf(bits: number): number[][] {
  const isInside = (corner: number) => ((bits >> corner) & 1) === 1;
  const next = new Map<number, number>();
  for (const [number, side] of SIDES.entries()) {
    const edges = SIDE_EDGES[number]!;
    for (let at = 0; at < 4; at++) {
      // A run of outside corners begins after edge `at`: a line to the edge where it ends cuts it off.
      if (!isInside(side[at]!) || isInside(side[(at + 1) % 4]!)) continue;
      let end = (at + 1) % 4;
      while (!isInside(side[(end + 1) % 4]!)) end = (end + 1) % 4;
      next.set(edges[end]!, edges[at]!);
    }
  }
  const loops: number[][] = [];
  for (const start of [...next.keys()]) {
    const loop: number[] = [];
    for (let edge = start; next.has(edge); ) {
      loop.push(edge);
      const following = next.get(edge)!;
      next.delete(edge);
      edge = following;
    }
    if (loop.length > 0) loops.push(loop);
  }
  return loops;
}

/**
 * Triangles of a loop such that no diagonal lies on a side of the cube; null if there are none, which never happens for
 * a complete loop.
 */
function triangulate(loop: readonly number[]): number[] | null {
  if (loop.length === 3) return [...loop];
  const [first, last] = [loop[0]!, loop.at(-1)!];
  for (let at = 1; at < loop.length - 1; at++) {
    const apex = loop[at]!;
    if (at > 1 && onOneSide(first, apex)) continue;
    if (at < loop.length - 2 && onOneSide(apex, last)) continue;
    const before = at > 1 ? triangulate(loop.slice(0, at + 1)) : [];
    const after = at < loop.length - 2 ? triangulate(loop.slice(at)) : [];
    if (before && after) return [...before, first, apex, last, ...after];
  }
  return null;
}

const onOneSide = (one: number, other: number): boolean =>
  SIDE_EDGES.some((edges) => edges.includes(one) && edges.includes(other));
