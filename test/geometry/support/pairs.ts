/** The published pairs of a skeleton and a mesh, with all their crossings from exact arithmetic. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMeshFile } from '../../../src/geometry/formats/mesh-file';
import { readSwc } from '../../../src/geometry/formats/swc';
import type { Mesh } from '../../../src/geometry/mesh/mesh';
import type { Tree } from '../../../src/geometry/skeletons/tree';
import { publishedJson, SHARED_FOLDER } from '../../support/shared-data';

export interface Pair {
  name: string;
  skeleton: string;
  mesh: string;
  edges: number;
  crossing_edges: number;
  crossings: number;
  distinct_points_to_6_decimals: number;
  /** Child and parent ids, face, t from child to parent, x, y, z. */
  intersections: [number, number, number, number, number, number, number][];
  nodes_inside?: number;
  cable_length_inside?: number;
  cable_length_total?: number;
}

export const pairs = ((publishedJson('truth.json') as { pairs: unknown } | null)?.pairs ?? []) as Pair[];

export interface PairFiles {
  mesh: Mesh;
  tree: Tree;
  /** The node id of each vertex. */
  ids: number[];
}

/** Mesh and skeleton of a pair, in the files' unit. */
export function open(pair: Pair): PairFiles {
  const mesh = readMeshFile(sharedBytes(pair.mesh), pair.mesh);
  const swc = sharedBytes(pair.skeleton);
  const rows = new TextDecoder().decode(swc).match(/^[ \t]*[0-9]+/gm) ?? [];
  return { mesh, tree: readSwc(swc), ids: rows.map(Number) };
}

const sharedBytes = (name: string): Uint8Array => new Uint8Array(readFileSync(join(SHARED_FOLDER, name)));
