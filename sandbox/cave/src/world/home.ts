/**
 * Finds the datastack of a table of ids. A table that does not fit completely into any datastack is refused with the
 * line of the problem.
 */
import { ChunkGrid, chunkX, chunkY, chunkZ, type GridPoint } from '../graph/grid';
import { agreement, type ParsedIds } from './named';
import { STACKS, type StackFacts } from './stacks';

interface Home {
  facts: StackFacts;
  grid: ChunkGrid;
}

type Row = ParsedIds['rows'][number];

/** The part of a row that does not fit into the datastack, or '' if the row fits. */
function misfit({ facts, grid }: Home, row: Row): string {
  const layer = Number(BigInt(row.root) >> 56n);
  if (layer !== grid.layers) {
    return `${row.root} is an id of layer ${layer}, and roots there have layer ${grid.layers}`;
  }
  if (row.supervoxel !== null) {
    const { layer: below, chunk } = grid.decode(BigInt(row.supervoxel));
    if (below !== 1) return `${row.supervoxel} is an id of layer ${below}, not a supervoxel`;
    const at = [chunkX(chunk), chunkY(chunk), chunkZ(chunk)];
    if (at.some((n, k) => n >= grid.extent[k]!)) return `supervoxel ${row.supervoxel} lies outside`;
  }
  if (row.position !== null && !inside(facts, row.position)) {
    return `position ${row.position.join(', ')} lies outside`;
  }
  return '';
}

/** True if a position in viewer voxels lies in the volume. */
function inside({ viewerResolution, grid: { voxelOffset, size, resolution } }: StackFacts, at: GridPoint) {
  return at.every((v, k) => {
    const voxel = (v * viewerResolution[k]!) / resolution[k]! - voxelOffset[k]!;
    return voxel >= 0 && voxel <= size[k]!;
  });
}

/**
 * Of the datastacks into which every row fits: the one in whose grid most supervoxels match their positions, else the
 * first. Throws an Error with the file and the line if there is none.
 */
export function homeOf(name: string, table: ParsedIds): StackFacts {
  const homes = STACKS.map((facts): Home => ({ facts, grid: new ChunkGrid(facts.grid) }));
  const fitting = homes.filter((home) => table.rows.every((row) => misfit(home, row) === ''));
  if (fitting.length === 0) throw refusal(name, table, homes);
  checkShared(name, table);
  const scoredHomes = fitting.map((home) => ({
    home,
    score: agreement(home.grid, home.facts.viewerResolution, table),
  }));
  return scoredHomes.reduce((a, b) => (b.score > a.score ? b : a)).home.facts;
}

/** Names the first row that does not fit into the datastack into which most rows fit. */
function refusal(name: string, table: ParsedIds, homes: Home[]): Error {
  const score = (home: Home) => {
    const fittingRows = table.rows.filter((row) => misfit(home, row) === '').length;
    const ofLayer = table.rows.filter((row) => Number(BigInt(row.root) >> 56n) === home.grid.layers).length;
    return fittingRows + ofLayer / (table.rows.length + 1);
  };
  const best = homes.reduce((a, b) => (score(b) > score(a) ? b : a));
  const row = table.rows.find((each) => misfit(best, each) !== '')!;
  const homeNames = homes
    .map(({ facts, grid }) => `${facts.name} (roots of layer ${grid.layers})`)
    .join(', ');
  return new Error(
    `${name}, line ${row.line}: none of the sandbox's datastacks can hold this table. ` +
      `In ${best.facts.name}: ${misfit(best, row)}. The datastacks are ${homeNames}.`,
  );
}

/** A supervoxel belongs to one root. */
function checkShared(name: string, { rows }: ParsedIds): void {
  const owners = new Map<string, Row>();
  for (const row of rows) {
    if (row.supervoxel === null) continue;
    const owner = owners.get(row.supervoxel);
    if (owner && owner.root !== row.root) {
      throw new Error(
        `${name}, line ${row.line}: supervoxel ${row.supervoxel} stands with ${row.root} here and with ` +
          `${owner.root} in line ${owner.line}. It belongs to one root.`,
      );
    }
    owners.set(row.supervoxel, row);
  }
}

/**
 * The datastack of a table of lineages: that of a table of ids with one of its roots, else the first with their layer.
 */
export function homeOfRoots(
  name: string,
  roots: readonly { line: number; id: string }[],
  stacksOfIds: ReadonlyMap<string, StackFacts>,
): StackFacts {
  const namedRoot = roots.find(({ id }) => stacksOfIds.has(id));
  const layerOf = (id: string) => Number(BigInt(id) >> 56n);
  const fits = (facts: StackFacts) => roots.every(({ id }) => layerOf(id) === facts.grid.layers);
  const home = namedRoot ? stacksOfIds.get(namedRoot.id)! : (STACKS.find(fits) ?? STACKS[0]!);
  const wrong = roots.find(({ id }) => layerOf(id) !== home.grid.layers);
  if (!wrong) return home;
  throw new Error(
    `${name}, line ${wrong.line}: ${wrong.id} is an id of layer ${layerOf(wrong.id)}, and roots of ${home.name} have layer ${home.grid.layers}.`,
  );
}
