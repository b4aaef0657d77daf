/** Root vertex, soma and compartments of a skeleton, as the service's generator assigns them. */
import { familiesOf, rootOfSpot } from '../materialize/table';
import { hashText } from '../rng';
import type { SandboxStack } from '../stack';
import type { SkeletonTree } from './skeleton';

type Point = readonly [number, number, number];

export interface Labels {
  /** Index of any vertex, with or without a soma. */
  root: number;
  /** In nm; null if no nucleus is known. Only `meta` contains it. */
  soma: Point | null;
  /** SWC codes; null if the datastack has no synapse table. */
  compartment: number[] | null;
}

const SOMA = 1;
const AXON = 2;
const DENDRITE = 3;

/** The nucleus inside this root at the time of its creation. */
function somaOf(stack: SandboxStack, { root }: SkeletonTree): Point | null {
  const table = stack.tables.get(stack.facts.somaTable ?? '');
  if (table === undefined) return null;
  for (const index of table.rowsOf('pt', familiesOf(stack.graph, [root]))) {
    const spot = table.row(index).spot('pt');
    if (rootOfSpot(stack.graph, spot, root.created) === root.id) return spot.at;
  }
  return null;
}

function nearest(vertices: readonly Point[], to: Point): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  vertices.forEach((vertex, i) => {
    const distance = Math.hypot(vertex[0] - to[0], vertex[1] - to[1], vertex[2] - to[2]);
    if (distance < least) [best, least] = [i, distance];
  });
  return best;
}

/** One skeleton in eight has its root at vertex 0, the published examples at three quarters of their vertices. */
function rootOf(stack: SandboxStack, { root, vertices }: SkeletonTree): number {
  if (stack.graph.world.rootIds.has(root.id)) return Math.floor(vertices.length * 0.7625);
  const seed = hashText(root.id);
  return seed % 8 === 0 ? 0 : seed % vertices.length;
}

export function labelsOf(stack: SandboxStack, skeleton: SkeletonTree): Labels {
  const soma = somaOf(stack, skeleton);
  const root = soma === null ? rootOf(stack, skeleton) : nearest(skeleton.vertices, soma);
  // The generator always marks the root as soma, except that it takes index 0 as "no root".
  const codes = skeleton.vertices.map((_, i) => {
    if (i === root && root !== 0) return SOMA;
    return i % 3 === 0 ? AXON : DENDRITE;
  });
  return { root, soma, compartment: stack.facts.synapseTable === null ? null : codes };
}
