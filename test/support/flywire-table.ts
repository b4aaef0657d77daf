/**
 * A user's table: profiles of FlyWire neurons with root, supervoxel and position, on the grid of the real graph
 * `fly_v31`. As in the published table of the neck connective (2,988 roots in 3,002 rows, 7 rows whose supervoxel is
 * not at the position), some neurons have two rows and a few supervoxels are misplaced.
 */
import { ChunkGrid, type GridPoint } from '@tracer-tools/cave/graph/grid';
import { STACKS } from '@tracer-tools/cave/world/stacks';
import { random } from '../../workbench/random';

const SEED = 8;
const ROWS = 3002;
const TWICE = 14;
const MISPLACED = 7;
const CLASSES = ['ascending', 'descending', 'sensory_ascending', 'motor'];
const SIDES = ['L', 'R'];
const HEADER = ['root_id', 'supervoxel_id', 'pos_x', 'pos_y', 'pos_z', 'super_class', 'cell_type', 'side'];

/** The first `count` of 3,002 rows, with a header; the same in every call. */
export function flywireTable(count = ROWS): string {
  const { grid: facts, viewerResolution } = STACKS.find(({ name }) => name === 'flywire_fafb_production')!;
  const grid = new ChunkGrid(facts);
  const next = random(SEED);
  const below = (n: number) => Math.floor(next() * n);
  const rows = Array.from({ length: ROWS }, (_, at) => {
    // The middle half of the volume, in viewer voxels.
    const position = [0, 1, 2].map((k) => {
      const inVoxels = facts.voxelOffset[k]! + facts.size[k]! * (0.25 + next() / 2);
      return Math.floor((inVoxels * facts.resolution[k]!) / viewerResolution[k]!);
    });
    const nm = position.map((v, k) => v * viewerResolution[k]!) as unknown as GridPoint;
    const chunk = grid.chunkAt(nm) + (at % 400 === 399 && at / 400 < MISPLACED ? 1 : 0);
    // Odd, so that no two rows have the same supervoxel.
    const supervoxel = grid.id(1, chunk, 2 * at + 200_001);
    // The last rows are second profiles of neurons in earlier rows.
    const neuron = at < ROWS - TWICE ? at : 20 * (at - (ROWS - TWICE));
    const root = (BigInt(grid.layers) << 56n) | BigInt(602_309_600 + 104_729 * neuron);
    return [
      ...[root, supervoxel, ...position],
      ...[CLASSES[below(CLASSES.length)], `T_${below(900)}`, SIDES[below(2)]],
    ].join('\t');
  });
  return [HEADER.join('\t'), ...rows.slice(0, count), ''].join('\n');
}
