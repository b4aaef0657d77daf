/** calc_skeleton_measures: the measures of an SWC, and its cable inside a mesh. */
import { shownCell } from '../../core/cells/foreign';
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import { insideLength } from '../../geometry/cast/inside-length';
import { readSwc } from '../../geometry/formats/swc';
import type { Tree } from '../../geometry/skeletons/tree';
import { measureTree } from '../../geometry/skeletons/tree-measures';
import type { Work } from '../../http/work';
import type { Args, OutputCell } from '../declaration/declare';
import type { HeavyContext, HeavyWorkOf } from './local-runner';
import { openTree } from './mesh-source';
import { inNm, unitOf } from './mesh-units';

export const skeletonMeasuresWork: HeavyWorkOf<'table'> = {
  kernels: ['draco'],
  *table(args, ctx) {
    const read = readSwc(swcText(args.skeleton as Cell[][]));
    const { vertices } = yield* inNm(
      { vertices: read.vertices, faces: new Uint32Array(0) },
      unitOf(args),
      ctx,
    );
    const tree = { ...read, vertices };
    const measures = measureTree(tree);
    const { box } = measures;
    const inside = yield* insideCells(tree, args, ctx);
    const row: OutputCell[] = [
      measures.nodes,
      measures.components,
      measures.branchPoints,
      measures.leaves,
      measures.cableLength,
      measures.longestPath,
      ...(box ? [...box.min, ...box.max] : Array.from({ length: 6 }, () => null)),
      ...inside,
    ];
    return [row];
  },
};

/** Rows of cells, lines of a file or one text are the text of the file. */
const swcText = (rows: readonly Cell[][]): string => rows.map((row) => row.map(wordOf).join(' ')).join('\n');

function wordOf(cell: Cell): string {
  if (cell === null || typeof cell === 'string') return cell ?? '';
  if (typeof cell === 'number') return cell.toString();
  throw new TtError('INPUT', `skeleton: ${shownCell(cell)} is no number of an SWC`);
}

function* insideCells(tree: Tree, args: Args, ctx: HeavyContext): Work<OutputCell[]> {
  if (String(args.mesh ?? '').trim() === '') return [null, null];
  const opened = yield* openTree({ ...args, unit: args.mesh_unit ?? 'nm' }, ctx);
  const { inside, total } = insideLength(opened.tree, tree);
  return [inside, total === 0 ? null : inside / total];
}
