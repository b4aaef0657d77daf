/** Long lists of supervoxels as text. The ids of a run share their chunk, so only the segment number is counted up. */
import type { Grid } from '../graph/grid';
import type { Fragment } from '../graph/nodes';

const BILLION = 1_000_000_000n;

export function supervoxelTexts(grid: Grid, fragments: Fragment[]): string[] {
  const out: string[] = [];
  for (const fragment of fragments) {
    for (const cell of fragment.cells) {
      const first = grid.id(1, cell.chunk, cell.first);
      const head = first / BILLION;
      const low = Number(first % BILLION);
      for (let i = 0; i < cell.count; i++) {
        const tail = low + i;
        out.push(
          tail < 1e9
            ? `${head}${String(tail).padStart(9, '0')}`
            : `${head + 1n}${String(tail - 1e9).padStart(9, '0')}`,
        );
      }
    }
  }
  return out;
}
