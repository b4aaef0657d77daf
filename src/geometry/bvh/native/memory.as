// The memory of one tree. It grows while the tree is built, and not after.

// Segments of a batch: both ends, six doubles each; and in the frame, 32 bytes each.
export const SEGMENTS: usize = 1024;
// Pairs of a segment and a face, two u32 each, that a batch hands back at a time.
export const PAIRS: usize = 4096;
// Entries of 8 bytes on the stack of a walk: a tree has at most 64 levels that are split by boxes and 32 that are halved,
// and each of them leaves three siblings.
const STACK: usize = 512;

@inline
export function aligned(at: usize): usize {
  return (at + 63) & ~63;
}

export const stack: usize = aligned(__heap_base);
export const segments: usize = stack + STACK * 8;
export const framed: usize = segments + SEGMENTS * 48;
export const pairs: usize = framed + SEGMENTS * 32;
const fixedEnd: usize = pairs + PAIRS * 8;

// The mesh: x, y, z of each vertex, and three vertices of each face.
export let vertexCount: i32 = 0;
export let faceCount: i32 = 0;
export let vertices: usize = 0;
export let faces: usize = 0;
// Vertices in the frame, four floats each; places on the curve and faces, two u32 each, twice.
export let floats: usize = 0;
export let keys: usize = 0;
export let otherKeys: usize = 0;
let end: usize = 0;

// The last page stays free, so that no address overflows.
const MOST: u64 = 0xffff0000;

// Takes memory from the end; 0 if there is no more.
export function take(bytes: u64): usize {
  const at = aligned(end);
  const to = <u64>at + bytes;
  if (to > MOST) return 0;
  const have = <u64>memory.size() << 16;
  if (to > have && memory.grow(<i32>((to - have + 0xffff) >> 16)) < 0) return 0;
  end = <usize>to;
  return at;
}

// Lays out memory for a mesh; false if there is not enough.
export function begin(v: i32, f: i32): bool {
  vertexCount = v;
  faceCount = f;
  end = fixedEnd;
  const manyVertices = <u64>(<u32>v), manyFaces = <u64>(<u32>f);
  // Before any of it is taken.
  if (manyVertices * 40 + manyFaces * 28 > MOST) return false;
  vertices = take(manyVertices * 24);
  faces = take(manyFaces * 12);
  floats = take(manyVertices * 16);
  // The start of each cluster and the end of the last follow in the place of keys.
  keys = take(manyFaces * 8 + 8);
  // A byte for each vertex comes before keys.
  otherKeys = take(max(manyFaces * 8, manyVertices));
  return vertices != 0 && faces != 0 && floats != 0 && keys != 0 && otherKeys != 0;
}

export function verticesAt(): usize {
  return vertices;
}

export function facesAt(): usize {
  return faces;
}

export function segmentsAt(): usize {
  return segments;
}

export function pairsAt(): usize {
  return pairs;
}
