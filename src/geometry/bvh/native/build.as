// Builds the tree: clusters of up to 16 faces, and nodes with four children above them. What is inside a cluster, blocks
// of four faces, is created when a walk first reaches it, so that a query about a part of a large mesh does not pay for
// the rest. Boxes and corners are in the frame, in single precision.
import { clusterCount, blockCount, cut, faceAt, sortFaces } from './curve';
import { measure } from './frame';
import { aligned, faceCount, faces, floats, keys, take } from './memory';
import { BOTH, emptyHigh, emptyLow, RECORD, setBoxOf, split } from './split';

// Boxes are larger by this on each side, which is more than all rounding in boxes and in tests against them: see hits.as.
export const SLACK: f32 = 1.9073486328125e-6;

// A node: centre x, y, z and half size x, y, z of four children, four floats each, then four references: the address of
// a node, or that of a block plus 1, or 0 for no child. The first reference of a closed cluster is 0.
export const NODE: usize = 128;
export const REFS: usize = 96;
// A block: x, y, z of the first corners of four faces, four floats each, then of the second and the third corners; the
// numbers of the faces; a bit for each face that there is; and half the longest side of the block's box.
export const BLOCK: usize = 192;
export const IDS: usize = 144;
export const MASK: usize = 160;
export const RADIUS: usize = 164;

export let root: usize = 0;
let clusters: usize = 0;
let nextNode: usize = 0;
let nodesEnd: usize = 0;
let otherNodes: usize = 0;
let nextBlock: usize = 0;

export const DONE: i32 = 0;
export const REFUSED: i32 = 1;
export const NO_MEMORY: i32 = 2;

export function build(): i32 {
  if (!measure()) return REFUSED;
  sortFaces();
  cut();
  // Memory of keys that is not needed any more comes first, because new memory costs time when it is first written.
  let boxes = aligned(keys + (<usize>clusterCount << 2) + 4);
  const keysEnd = keys + (<usize>faceCount << 3);
  nextNode = boxes + <usize>clusterCount * RECORD;
  if (nextNode > keysEnd) {
    nextNode = boxes;
    boxes = take(<u64>clusterCount * RECORD);
  }
  nextNode = aligned(nextNode);
  nodesEnd = keysEnd;
  // A node has fewer than four children only if all of them are clusters, so that two thirds of a node a cluster are
  // enough above them.
  otherNodes = take((<u64>clusterCount * 2 / 3 + 2) * NODE);
  clusters = take(<u64>clusterCount * NODE);
  nextBlock = take(<u64>blockCount * BLOCK);
  if (boxes == 0 || otherNodes == 0 || clusters == 0 || nextBlock == 0) return NO_MEMORY;
  setClusters(boxes);
  splitClusters(boxes);
  return DONE;
}

function setNoChildren(node: usize): void {
  // Where there is no child, no box can be met.
  const far = f32x4.splat(1e30), zero = f32x4.splat(0);
  v128.store(node, far);
  v128.store(node, far, 16);
  v128.store(node, far, 32);
  v128.store(node, zero, 48);
  v128.store(node, zero, 64);
  v128.store(node, zero, 80);
  v128.store(node, zero, 96);
}

function setChild(node: usize, k: i32, low: v128, high: v128, ref: usize): void {
  const centre = f32x4.mul(f32x4.add(low, high), f32x4.splat(0.5));
  const half = f32x4.add(f32x4.mul(f32x4.sub(high, low), f32x4.splat(0.5)), f32x4.splat(SLACK));
  const at = node + (<usize>k << 2);
  v128.store_lane<f32>(at, centre, 0);
  v128.store_lane<f32>(at, centre, 1, 16);
  v128.store_lane<f32>(at, centre, 2, 32);
  v128.store_lane<f32>(at, half, 0, 48);
  v128.store_lane<f32>(at, half, 1, 64);
  v128.store_lane<f32>(at, half, 2, 80);
  store<u32>(at, ref, REFS);
}

// The box of each cluster, at `boxes`.
function setClusters(boxes: usize): void {
  let from = load<u32>(keys);
  let node = clusters;
  for (let i: u32 = 0; i < clusterCount; i++, boxes += RECORD, node += NODE) {
    const to = load<u32>(keys + (<usize>i << 2), 4);
    let low = emptyLow(), high = emptyHigh();
    for (; from < to; from++) {
      const at = faces + <usize>faceAt(from) * 12;
      for (let k: usize = 0; k < 12; k += 4) {
        const corner = v128.load(floats + (<usize>load<u32>(at + k) << 4));
        low = f32x4.pmin(low, corner);
        high = f32x4.pmax(high, corner);
      }
    }
    v128.store(boxes, low);
    store<u32>(boxes, node, 12);
    v128.store(boxes, high, 16);
  }
}

// Creates the blocks of a closed cluster.
export function open(node: usize): void {
  const starts = keys + ((node - clusters) / NODE << 2);
  let from = load<u32>(starts);
  const to = load<u32>(starts, 4);
  setNoChildren(node);
  for (let k = 0; from < to; k++, nextBlock += BLOCK) {
    const end = min(from + 4, to);
    setBlock(nextBlock, from, end);
    setChild(node, k, v128.load(BOTH), v128.load(BOTH, 16), nextBlock + 1);
    from = end;
  }
}

// Up to four faces; their box in BOTH.
function setBlock(block: usize, from: u32, to: u32): void {
  let low = emptyLow(), high = emptyHigh();
  store<u32>(block, (1 << (to - from)) - 1, MASK);
  for (let i = from, at = block; i < from + 4; i++, at += 4) {
    // The last face fills the rest.
    const face = faceAt(min(i, to - 1));
    store<u32>(at, face, IDS);
    const corners = faces + <usize>face * 12;
    const a = cornerOf(corners, 0), b = cornerOf(corners, 4), c = cornerOf(corners, 8);
    setCorner(at, a);
    setCorner(at + 48, b);
    setCorner(at + 96, c);
    low = f32x4.pmin(low, f32x4.pmin(a, f32x4.pmin(b, c)));
    high = f32x4.pmax(high, f32x4.pmax(a, f32x4.pmax(b, c)));
  }
  v128.store(BOTH, low);
  v128.store(BOTH, high, 16);
  const size = f32x4.sub(high, low);
  const longest = max(max(f32x4.extract_lane(size, 0), f32x4.extract_lane(size, 1)), f32x4.extract_lane(size, 2));
  store<f32>(block, longest * 0.5 + SLACK, RADIUS);
}

@inline
function cornerOf(corners: usize, k: usize): v128 {
  return v128.load(floats + (<usize>load<u32>(corners + k) << 4));
}

@inline
function setCorner(at: usize, corner: v128): void {
  v128.store_lane<f32>(at, corner, 0);
  v128.store_lane<f32>(at, corner, 1, 16);
  v128.store_lane<f32>(at, corner, 2, 32);
}

// Ranges of clusters that have no node yet: the place of the reference to it, from, to, level; box.
const RANGE: usize = 48;
const WAITING = memory.data(48 * 512, 16);
// The children of the node in work: from, to, level; box.
const PART = memory.data(48 * 4, 16);

function splitClusters(boxes: usize): void {
  let top = WAITING;
  setBoxOf(boxes, 0, clusterCount, top + 16);
  store<u32>(top, 0);
  store<u32>(top, 0, 4);
  store<u32>(top, clusterCount, 8);
  store<u32>(top, 0, 12);
  top += RANGE;
  while (top > WAITING) {
    top -= RANGE;
    const place = <usize>load<u32>(top);
    memory.copy(PART, top, RANGE);
    const parts = splitInFour(boxes);
    if (nextNode + NODE > nodesEnd) {
      nextNode = otherNodes;
      nodesEnd = usize.MAX_VALUE;
    }
    const node = nextNode;
    nextNode += NODE;
    setNoChildren(node);
    if (place == 0) root = node;
    else store<u32>(place, node);
    for (let k = parts - 1; k >= 0; k--) {
      const part = PART + <usize>k * RANGE;
      const from = load<u32>(part, 4);
      const isCluster = load<u32>(part, 8) - from == 1;
      setChild(
        node,
        k,
        v128.load(part, 16),
        v128.load(part, 32),
        isCluster ? <usize>load<u32>(boxes + <usize>from * RECORD, 12) : 0,
      );
      if (isCluster) continue;
      memory.copy(top, part, RANGE);
      store<u32>(top, node + REFS + (<usize>k << 2));
      top += RANGE;
    }
  }
}

// Splits the largest part until there are four, or all are clusters; returns their number.
function splitInFour(boxes: usize): i32 {
  let parts = 1;
  while (parts < 4) {
    let largest = PART;
    let most = 1;
    for (let k = 0; k < parts; k++) {
      const part = PART + <usize>k * RANGE;
      const many = <i32>(load<u32>(part, 8) - load<u32>(part, 4));
      if (many > most) {
        most = many;
        largest = part;
      }
    }
    if (most == 1) break;
    const from = load<u32>(largest, 4), to = load<u32>(largest, 8), level = load<u32>(largest, 12);
    const middle = split(boxes, from, to, level, v128.load(largest, 16), v128.load(largest, 32));
    const other = PART + <usize>parts * RANGE;
    store<u32>(largest, middle, 8);
    store<u32>(largest, level + 1, 12);
    memory.copy(largest + 16, BOTH, 32);
    store<u32>(other, middle, 4);
    store<u32>(other, to, 8);
    store<u32>(other, level + 1, 12);
    memory.copy(other + 16, BOTH + 32, 32);
    parts++;
  }
  return parts;
}

export function rootAt(): usize {
  return root;
}

export function openNode(node: usize): void {
  if (load<u32>(node, REFS) == 0) open(node);
}
