// Passes that pull each vertex towards the mean of its neighbours. A vertex is four doubles, the last of them unused, so
// that two SIMD registers hold it.
import { grow } from './memory';

const VERTEX: usize = 32;

let vertices: usize = 0;
// Where the neighbours of each vertex end, in bytes from `neighbours`; then their distances from the first vertex.
let ends: usize = 0;
let neighbours: usize = 0;
let from: usize = 0;
let to: usize = 0;

// Lays out memory for n vertices with m neighbours in all; the address of the ends, 0 where memory ends. Neighbours
// stand behind the ends, the vertices behind these at `smoothed`.
export function beginSmooth(n: i32, m: i32): usize {
  vertices = <usize>n;
  ends = (__heap_base + 15) & ~15;
  neighbours = ends + ((vertices * 4 + 15) & ~15);
  from = neighbours + ((<usize>m * 4 + 15) & ~15);
  to = from + vertices * VERTEX;
  return grow(to + vertices * VERTEX) ? ends : 0;
}

export function neighboursAt(): usize {
  return neighbours;
}

export function smoothed(): usize {
  return from;
}

export function smoothPass(factor: f64): void {
  const pull = f64x2.splat(factor);
  let at = neighbours;
  let here = from;
  let there = to;
  for (let end = ends, last = ends + vertices * 4; end < last; end += 4) {
    const stop = neighbours + <usize>load<u32>(end);
    let xy = v128.load(here);
    let z = v128.load(here, 16);
    if (at < stop) {
      const count = f64x2.splat(<f64>(<u32>((stop - at) >> 2)));
      let sumXy = f64x2.splat(0);
      let sumZ = f64x2.splat(0);
      for (; at < stop; at += 4) {
        const other = from + <usize>load<u32>(at);
        sumXy = f64x2.add(sumXy, v128.load(other));
        sumZ = f64x2.add(sumZ, v128.load(other, 16));
      }
      xy = f64x2.add(xy, f64x2.mul(pull, f64x2.sub(f64x2.div(sumXy, count), xy)));
      z = f64x2.add(z, f64x2.mul(pull, f64x2.sub(f64x2.div(sumZ, count), z)));
    }
    v128.store(there, xy);
    v128.store(there, z, 16);
    here += VERTEX;
    there += VERTEX;
  }
  const old = from;
  from = to;
  to = old;
}
