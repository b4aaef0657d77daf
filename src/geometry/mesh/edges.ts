/** Finds the edges of a mesh, each once, with the number of faces on either side. */
import type { Mesh } from './mesh';

/** Smaller buckets are sorted faster by insertion. */
const SMALL = 24;

/**
 * Reports each edge once: its two vertices, lower first, and the numbers of faces that run along it from `low` to
 * `high` and from `high` to `low`. Two corners of a face at the same vertex make no edge.
 */
export function eachEdge(
  { vertices, faces }: Mesh,
  tell: (low: number, high: number, up: number, down: number) => void,
): void {
  // Half-edges in the order of their lower vertex, each as its higher vertex * 2, + 1 if it runs from high to low.
  const starts = new Uint32Array(vertices.length / 3 + 1);
  eachHalf(faces, (low) => starts[low]!++);
  for (let vertex = 0, sum = 0; vertex < starts.length; vertex++) {
    sum += starts[vertex]!;
    starts[vertex] = sum;
  }
  const halves = new Uint32Array(starts.at(-1)!);
  eachHalf(faces, (low, high, down) => {
    starts[low]!--;
    halves[starts[low]!] = high * 2 + down;
  });
  for (let low = 0; low < starts.length - 1; low++) {
    const from = starts[low]!;
    const to = starts[low + 1]!;
    sortPart(halves, from, to);
    for (let at = from; at < to; ) {
      const high = halves[at]! >>> 1;
      let down = 0;
      const first = at;
      for (; at < to && halves[at]! >>> 1 === high; at++) down += halves[at]! & 1;
      tell(low, high, at - first - down, down);
    }
  }
}

function eachHalf(faces: Uint32Array, tell: (low: number, high: number, down: number) => void): void {
  for (let at = 0; at < faces.length; at++) {
    const from = faces[at]!;
    const to = faces[at % 3 === 2 ? at - 2 : at + 1]!;
    if (from < to) tell(from, to, 0);
    else if (to < from) tell(to, from, 1);
  }
}

function sortPart(values: Uint32Array, from: number, to: number): void {
  if (to - from > SMALL) {
    values.subarray(from, to).sort();
    return;
  }
  for (let at = from + 1; at < to; at++) {
    const value = values[at]!;
    let place = at;
    while (place > from && values[place - 1]! > value) {
      values[place] = values[place - 1]!;
      place--;
    }
    values[place] = value;
  }
}
