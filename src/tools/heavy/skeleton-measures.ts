/** calc_skeleton_measures: the measures of an SWC, and its cable inside a mesh. */
import type { Cell } from '../../core/table';
import { insideLength } from '../../geometry/cast/inside-length';
import { readSwc } from '../../geometry/formats/swc';
import type { Tree } from '../../geometry/skeletons/tree';
import { measureTree } from '../../geometry/skeletons/tree-measures';
import type { Work } from '../../http/work';
import type { Args, OutputCell } from '../declaration/declare';
import type { HeavyContext, HeavyWorkOf } from './local-runner';
import { openTree } from './mesh-source';
import { resolutionOf } from './skeleton-edges';

export const skeletonMeasuresWork: HeavyWorkOf<'table'> = {
  kernels: ['draco'],
  *table(args, ctx) {
    const tree = yield* inNm(readSwc(swcText(args.skeleton as Cell[][])), args, ctx);
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
const swcText = (rows: readonly Cell[][]): string =>
  rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))).join(' ')).join('\n');

function* inNm(tree: Tree, { unit }: Args, ctx: HeavyContext): Work<Tree> {
  if (unit === 'nm') return tree;
  const factors = unit === 'um' ? [1000, 1000, 1000] : yield* resolutionOf(ctx, true);
  return { ...tree, vertices: tree.vertices.map((value, at) => value * factors[at % 3]!) };
}

function* insideCells(tree: Tree, args: Args, ctx: HeavyContext): Work<OutputCell[]> {
  if (String(args.mesh ?? '').trim() === '') return [null, null];
  const opened = yield* openTree(args, ctx);
  const { inside, total } = insideLength(opened.tree, tree);
  return [inside, total === 0 ? null : inside / total];
}
