/** Finds the neighbours of each vertex of a mesh, in flat arrays, without sorting. */

export interface Neighbours {
  /** The neighbours of vertex v are at `starts[v]` to `starts[v + 1]`. */
  starts: Uint32Array;
  /** Each neighbour once, in the order of the faces. */
  neighbours: Uint32Array;
}

/** The neighbours of each of `many` vertices. */
export function neighboursOf(faces: Uint32Array, many: number): Neighbours {
  // Each face names both neighbours of each of its corners: an edge of two faces is listed twice.
  const ends = new Uint32Array(many + 1);
  for (let at = 0; at < faces.length; at++) ends[faces[at]!]! += 2;
  for (let vertex = 0, sum = 0; vertex <= many; vertex++) {
    const next = sum + ends[vertex]!;
    ends[vertex] = sum;
    sum = next;
  }
  const neighbourList = new Uint32Array(2 * faces.length);
  for (let at = 0; at < faces.length; at += 3) {
    const a = faces[at]!;
    const b = faces[at + 1]!;
    const c = faces[at + 2]!;
    let end = ends[a]!;
    neighbourList[end] = b;
    neighbourList[end + 1] = c;
    ends[a] = end + 2;
    end = ends[b]!;
    neighbourList[end] = c;
    neighbourList[end + 1] = a;
    ends[b] = end + 2;
    end = ends[c]!;
    neighbourList[end] = a;
    neighbourList[end + 1] = b;
    ends[c] = end + 2;
  }
  // Keeps each neighbour once, and never the vertex itself.
  const starts = new Uint32Array(many + 1);
  const lastOf = new Uint32Array(many);
  let keptCount = 0;
  for (let vertex = 0, at = 0; vertex < many; vertex++) {
    const mark = vertex + 1;
    lastOf[vertex] = mark;
    for (const end = ends[vertex]!; at < end; at++) {
      const other = neighbourList[at]!;
      if (lastOf[other] === mark) continue;
      lastOf[other] = mark;
      neighbourList[keptCount++] = other;
    }
    starts[mark] = keptCount;
  }
  return { starts, neighbours: neighbourList.subarray(0, keptCount) };
}
