/** A family whose edits are those of a table of lineages. */
import type { Family } from '../graph/family';
import type { ChunkedGraph } from '../graph/graph';
import { packChunk } from '../graph/grid';
import { currentFragment, type Fragment, linkFragments } from '../graph/nodes';
import { mergeObjects, splitObject, splitOneEdge } from '../graph/operations';
import { between, hash, pick, type Rng, rng } from '../rng';
import { grow } from './grow';
import type { Lineage, LineageEdit } from './lineage';
import type { IdRow } from './named';
import { PROOFREADERS } from './users';

/** First operation id of the table's edits; the seeded ones begin at 100,000. */
export const FIRST_LINEAGE_OPERATION = 70_000;

/** A lineage with its operation ids, and the rows of other tables that name its roots. */
export interface PlacedLineage extends Lineage {
  firstOperation: number;
  profiles: IdRow[];
}

/** Number of operations of an edit: the graph joins two objects at a time, or cuts one in two. */
export function operationsOf({ before, after }: LineageEdit): number {
  return Math.max(1, before.length + after.length - 2);
}

/** Numbers of level-2 nodes of a large and of a small piece. */
const LARGE = 30;
const SMALL = 8;

export function makeLineageFamily(
  family: Family,
  graph: ChunkedGraph,
  lineage: PlacedLineage,
  ingest: number,
  seed: number,
): void {
  const random = rng(hash(seed, 7, family.index));
  const begin = Math.min(ingest, lineage.edits[0]!.time! - 86_400_000);
  const pieces = atomsOf(family, graph, lineage, begin, random);
  for (const id of lineage.originals) {
    const atoms = lineage.atoms.get(id)!;
    atoms.slice(1).forEach((atom, i) => {
      linkFragments(pieces[atoms[i]!]![0]!, pieces[atom]![0]!);
    });
    family.root(
      atoms.flatMap((atom) => pieces[atom]!),
      begin,
      id,
    );
  }
  let operation = lineage.firstOperation;
  for (const edit of lineage.edits) {
    applyEdit(family, lineage, edit, pieces, () => ({
      id: operation++,
      user: pick(random, PROOFREADERS).id,
    }));
  }
}

/** The fragments of each atom; the first one is its joint to the neighbours. */
function atomsOf(
  family: Family,
  graph: ChunkedGraph,
  lineage: PlacedLineage,
  time: number,
  random: Rng,
): Fragment[][] {
  const { grid } = graph;
  const rowsByAtom = new Map<number, IdRow[]>();
  for (const row of lineage.profiles) {
    const [atom] = lineage.atoms.get(row.root)!;
    rowsByAtom.set(atom!, [...(rowsByAtom.get(atom!) ?? []), row]);
  }
  const large = new Set(lineage.edits.map(({ after }) => lineage.atoms.get(after[0]!)![0]!));
  const middle = grid.extent.map((n) => Math.floor(n * (0.3 + 0.4 * random())));
  let start = packChunk(middle[0]!, middle[1]!, middle[2]!);
  return Array.from({ length: lineage.size }, (_, atom) => {
    const count = between(random, 2, 6) + (large.has(atom) ? LARGE : SMALL);
    const sites = grow(random, grid, { count, start });
    start = sites.at(-1)!.chunk;
    const fragments = sites.map((site) => family.addFragment(site, time));
    sites.forEach((site, i) => {
      if (site.parent >= 0) linkFragments(fragments[i]!, fragments[site.parent]!);
    });
    for (const row of rowsByAtom.get(atom) ?? [])
      fragments.push(...profile(family, graph, row, fragments, time));
    return fragments;
  });
}

/** A fragment with the supervoxel and the position of a table's row. */
function profile(
  family: Family,
  { grid, world }: ChunkedGraph,
  { supervoxel, at }: IdRow,
  beside: Fragment[],
  time: number,
): Fragment[] {
  const decodedNode = supervoxel === null ? null : grid.decode(BigInt(supervoxel));
  if (decodedNode === null && at === null) return [];
  const chunk = decodedNode?.chunk ?? grid.chunkAt(at!);
  const own = decodedNode !== null && world.supervoxels.get(supervoxel!) === family.index;
  const inside = at !== null && grid.chunkAt(at) === chunk;
  const corner = grid.corner(chunk);
  const rep = inside ? at : ([corner[0] + 1000, corner[1] + 1000, corner[2] + 1000] as const);
  const extra = family.addFragment(
    { chunk, rep, supervoxels: 12, voxels: 30_000, named: own ? [Number(decodedNode.seg)] : [] },
    time,
  );
  linkFragments(extra, beside[beside.length - 1]!);
  return [extra];
}

/**
 * Joins the roots before the edit at their ends, then cuts the roots after it apart. The last operation gives the ids
 * of the table.
 */
function applyEdit(
  family: Family,
  { atoms }: Lineage,
  { before, after, time }: LineageEdit,
  pieces: Fragment[][],
  next: () => { id: number; user: number },
): void {
  const joint = (atom: number) => currentFragment(pieces[atom]![0]!);
  const ends = (list: string[], i: number): [Fragment, Fragment] => [
    joint(atoms.get(list[i - 1]!)!.at(-1)!),
    joint(atoms.get(list[i]!)![0]!),
  ];
  // The operations of one edit are one millisecond apart.
  let at = time! - operationsOf({ line: 0, before, after, time }) + 1;
  const edit = (rootIds: (string | undefined)[]) => ({ ...next(), time: at++, rootIds });
  for (let i = 1; i < before.length; i++) {
    const last = i === before.length - 1 && after.length === 1;
    mergeObjects(family, ...ends(before, i), edit([last ? after[0] : undefined]));
  }
  for (let i = 1; i < after.length; i++) {
    const last = i === after.length - 1;
    splitObject(family, ...ends(after, i), edit([after[i - 1], last ? after[i] : undefined]));
  }
  if (before.length === 1 && after.length === 1) {
    const a = joint(atoms.get(after[0]!)![0]!);
    const b = a.links.find((other) => !other.retired)!;
    splitOneEdge(family, a, b, edit([after[0]]));
  }
}
