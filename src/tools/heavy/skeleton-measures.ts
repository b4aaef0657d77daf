/** calc_skeleton_measures: the measures of an SWC file, and its cable length inside a mesh. */
import type { Cell } from '../../core/table';
import { insideLength } from '../../geometry/cast/inside-length';
import type { Tree } from '../../geometry/skeletons/tree';
import { measureTree } from '../../geometry/skeletons/tree-measures';
import type { Work } from '../../http/work';
import type { Args, OutputCell } from '../declaration/declare';
import type { HeavyContext, HeavyWorkOf } from './local-runner';
import { openTree } from './mesh-source';
import { checkUnit, inNm, unitOf } from './mesh-units';
import { treeOfCells } from './swc-cells';

export const skeletonMeasuresWork: HeavyWorkOf<'table'> = {
  kernels: ['draco'],
  *table(args, ctx) {
    const read = treeOfCells(args.skeleton as Cell[][], 'skeleton');
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

function* insideCells(tree: Tree, args: Args, ctx: HeavyContext): Work<OutputCell[]> {
  if (String(args.mesh ?? '').trim() === '') return [null, null];
  const { unit: _unit, mesh_unit: unit, ...rest } = args;
  const treeSource = yield* openTree({ ...rest, ...(unit === undefined ? {} : { unit }) }, ctx);
  checkUnit(treeSource, [tree.vertices], 'mesh_unit');
  const { inside, total } = insideLength(treeSource.tree, tree);
  return [inside, total === 0 ? null : inside / total];
}
