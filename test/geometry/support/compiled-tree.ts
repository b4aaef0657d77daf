/** Reads the nodes and blocks of a compiled tree from its memory, and checks them against the mesh. */
import type { Bvh } from '../../../src/geometry/bvh/bvh';

/** The form of nodes and blocks: see src/geometry/bvh/native/build.as. */
const REFS = 24;
const CORNERS = 36;
const MASK = 40;
const RADIUS = 41;
/** Half of what boxes are enlarged by: the rest may be lost to their own rounding. */
const ROOM = 2 ** -20;
/** Levels split by boxes, levels that are halved, and a cluster. */
const MOST_LEVELS = 97;

type Vec = [number, number, number];

interface Child {
  centre: Vec;
  half: Vec;
  /** The address of a node, or that of a block plus 1. */
  ref: number;
}

export const isBlock = ({ ref }: Child): boolean => ref % 2 === 1;

/** The children of a node; none of a closed one. */
export function childrenOf({ bytes }: Bvh, node: number): Child[] {
  const floats = new Float32Array(bytes.buffer, node, 32);
  const refs = new Uint32Array(bytes.buffer, node, 32);
  const three = (from: number, k: number): Vec => [
    floats[from + k]!,
    floats[from + 4 + k]!,
    floats[from + 8 + k]!,
  ];
  return [0, 1, 2, 3]
    .map((k) => ({ centre: three(0, k), half: three(12, k), ref: refs[REFS + k]! }))
    .filter(({ ref }) => ref !== 0);
}

/** The frame of a tree, computed anew: middle, and the power of two above 1 / the half size. */
function frameOf({ bounds }: Bvh): { middle: Vec; scale: number } {
  const middle = [0, 1, 2].map((k) => bounds[k]! / 2 + bounds[k + 3]! / 2) as Vec;
  const half = Math.max(...middle.map((x, k) => Math.max(bounds[k + 3]! - x, x - bounds[k]!)));
  const size = half > 0 ? half : Math.max(...middle.map(Math.abs));
  if (size === 0) return { middle, scale: 1 };
  let exponent = Math.round(Math.log2(size));
  while (2 ** exponent <= size) exponent++;
  while (2 ** (exponent - 1) > size) exponent--;
  return { middle, scale: 2 ** -exponent };
}

/** What is wrong with the whole tree, whose closed clusters are opened, and its depth. */
export function faultsOf(bvh: Bvh): { faults: string[]; depth: number } {
  const { mesh, bytes, tree } = bvh;
  const faults: string[] = [];
  const many = mesh.faces.length / 3;
  if (tree === null) return { faults: many === 0 ? [] : ['no tree'], depth: 0 };
  const { middle, scale } = frameOf(bvh);
  const seen = new Uint8Array(many);
  const cornersOf = (face: number): Vec[] =>
    [0, 1, 2].map(
      (corner) =>
        [0, 1, 2].map(
          (k) => (mesh.vertices[3 * mesh.faces[3 * face + corner]! + k]! - middle[k]!) * scale,
        ) as Vec,
    );
  const facesOfBlock = (block: number, { half }: Child): number[] => {
    const floats = new Float32Array(bytes.buffer, block, 48);
    const words = new Uint32Array(bytes.buffer, block, 48);
    const faces: number[] = [];
    if (!(floats[RADIUS]! >= Math.max(...half) - ROOM)) faults.push(`radius of block ${block}`);
    for (let lane = 0; lane < 4; lane++) {
      if (((words[MASK]! >> lane) & 1) === 0) continue;
      const face = words[CORNERS + lane]!;
      faces.push(face);
      seen[face]!++;
      cornersOf(face).forEach((corner, i) => {
        corner.forEach((x, k) => {
          if (floats[12 * i + 4 * k + lane] !== Math.fround(x)) faults.push(`corner ${i} of face ${face}`);
        });
      });
    }
    return faces;
  };
  const facesBelow = (child: Child, level: number): { faces: number[]; depth: number } => {
    const parts = isBlock(child)
      ? [{ faces: facesOfBlock(child.ref - 1, child), depth: level }]
      : facesOfNode(child.ref, level);
    const faces = parts.flatMap((part) => part.faces);
    for (const face of faces) {
      for (const corner of cornersOf(face)) {
        if (corner.some((x, k) => !(Math.abs(x - child.centre[k]!) <= child.half[k]! - ROOM)))
          faults.push(`face ${face} is beyond a box of level ${level}`);
      }
    }
    return { faces, depth: Math.max(...parts.map(({ depth }) => depth)) };
  };
  const facesOfNode = (node: number, level: number): { faces: number[]; depth: number }[] => {
    tree.openNode(node);
    const children = childrenOf(bvh, node);
    if (children.length === 0) faults.push(`node ${node} has no children`);
    return children.map((child) => facesBelow(child, level + 1));
  };
  const depth = Math.max(...facesOfNode(tree.rootAt(), 0).map((part) => part.depth));
  seen.forEach((times, face) => {
    if (times !== 1) faults.push(`face ${face} is in ${times} blocks`);
  });
  if (depth > MOST_LEVELS) faults.push(`${depth} levels`);
  return { faults: [...new Set(faults)], depth };
}
