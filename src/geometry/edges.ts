/** How the edges of a triangle mesh are shared: what makes a surface closed. */

export interface EdgeCounts {
  edges: number;
  /** Edges of one face. */
  single: number;
  /** Edges of three and more faces. */
  shared: number;
  /** Directed edges that no equal number of reversed ones meets. */
  unpaired: number;
}

/** `faces` three vertex indices a triangle, below 2^26. Faces that name a vertex twice count as they stand. */
export function countEdges(faces: Uint32Array): EdgeCounts {
  // lower · 2^27 + higher · 2 + direction stays below 2^53, and sorts all uses of an edge next to each other.
  const keys = new Float64Array(faces.length);
  for (let at = 0; at < faces.length; at++) {
    const from = faces[at]!;
    const to = faces[at % 3 === 2 ? at - 2 : at + 1]!;
    keys[at] = from < to ? from * 2 ** 27 + to * 2 : to * 2 ** 27 + from * 2 + 1;
  }
  keys.sort();
  const counts: EdgeCounts = { edges: 0, single: 0, shared: 0, unpaired: 0 };
  for (let at = 0; at < keys.length; ) {
    const edge = Math.floor(keys[at]! / 2);
    let uses = 0;
    let balance = 0;
    for (; at < keys.length && Math.floor(keys[at]! / 2) === edge; at++) {
      uses++;
      balance += keys[at]! % 2 === 0 ? 1 : -1;
    }
    counts.edges++;
    if (uses === 1) counts.single++;
    if (uses > 2) counts.shared++;
    counts.unpaired += Math.abs(balance);
  }
  return counts;
}
