/** make_edits_link: a view of a segment, the largest of its originals, and its edits as lines. */

import { type Datastack, viewerResolution } from '../../cave/client/datastack';
import { disjoint, level2OfMany, oneByOne } from '../../cave/graph/leaves';
import { type Lineage, lineageOf, originalsOf } from '../../cave/graph/lineage';
import { voteOfOne } from '../../cave/graph/votes';
import { TtError } from '../../core/errors';
import { compareIds, type Id, toId } from '../../core/ids';
import { allOf, type Work } from '../../http/work';
import type { Fields } from '../../neuroglancer/document';
import { makeAnnotationLayer } from '../../neuroglancer/make-annotations';
import { type Scene, SEGMENTATION_LAYER, sceneState } from '../../neuroglancer/scene';
import { CACHE_BRIEFLY, DATASTACK, datastackOf, type OutputCell, tableTool } from '../declaration/declare';
import { link, text } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { type Edit, editsOf } from '../get/seg-edits';
import { NEVER_EDITED, NO_EDIT_LISTED } from '../segments/history';
import { splitSegments } from '../segments/segments';
import { coloredSegments, NEW_CYAN, OLD_RED } from '../views/colored-segments';
import { linkTo, sceneOf, viewOf } from '../views/datastack-view';
import { type FreshIds, freshIds } from '../views/fresh-ids';

export const editsLink = tableTool({
  name: 'make_edits_link',
  formula: 'TT_EDITS_LINK',
  family: 'make',
  summary: 'Makes a Neuroglancer link that shows how a segment was edited.',
  details:
    'The segment in cyan, the original that most of it comes from in red, both translucent; each edit a line between ' +
    'its two sides, linked to the ids that it joined or parted. CAVE lists edits that still matter: a split that was ' +
    'undone is not among them. A segment that was never edited gets a plain link, and originals with equal shares ' +
    'are told apart by size, then by id: a note in the next cell says so.',
  params: [
    { name: 'id', kind: 'id', description: 'one segment id, as text' },
    {
      name: 'separate_layers',
      kind: 'boolean',
      description: 'TRUE puts merges (cyan) and splits (red) into layers of their own',
      optional: true,
      defaultValue: false,
    },
    DATASTACK,
  ],
  returns: 'a link, with a note beside it where there is something to say',
  example: {
    formula: '=TT_EDITS_LINK("720575941703820762", TRUE)',
    shows: 'https://spelunker.cave-explorer.org/#! and so on',
  },
  surfaces: EVERYWHERE,
  outputs: [link('link'), text('note')],
  cacheSeconds: CACHE_BRIEFLY,
  *answer(args, ctx) {
    const stack = yield* datastackOf(ctx);
    const id = args.id as Id;
    const error = splitSegments(stack, [id]).others.get(id);
    if (error) throw error;
    const [view, fresh, found, history, nodes] = yield* allOf([
      viewOf(ctx),
      freshIds([id], ctx),
      editsOf(stack, [id]),
      lineageOf(stack, [id]),
      level2OfMany(stack, oneByOne([id])),
    ]);
    const failures = history.failures.get(id);
    if (failures) throw failures;
    const edits = found.get(id)!;
    if (edits instanceof TtError) throw edits;
    const scene = sceneOf(view);
    if (history.lineage.get(id)!.parents.length === 0) {
      const link = yield* linkTo(
        ctx,
        view,
        sceneState(coloredSegments(scene, [[id, NEW_CYAN]], [], `${id}: ${NEVER_EDITED}`)),
      );
      return [[link, [`${NEVER_EDITED}: a plain link`, ...outOfDate(fresh, id)].join('. ')]];
    }
    const origin = yield* largest(stack, id, nodes, history.lineage);
    const { layers, without } = layersFor(edits, args.separate_layers === true, scaleOf(stack, scene));
    const colors: [Id, string][] = [
      [id, NEW_CYAN],
      [origin.id, OLD_RED],
    ];
    const title = `Edits of ${id}, original ${origin.id}${origin.tie ? ' (one of several alike)' : ''}`;
    const link = yield* linkTo(ctx, view, sceneState(coloredSegments(scene, colors, layers, title)));
    const notes = [
      ...outOfDate(fresh, id),
      ...(edits.length === 0 ? [NO_EDIT_LISTED] : []),
      ...(origin.tie ? [`${origin.tie} originals have equal shares; ${origin.id} is shown`] : []),
      ...(without > 0 ? [`${without} of ${edits.length} edits have no points`] : []),
    ];
    return [[link, ...(notes.length > 0 ? [notes.join('. ')] : [])] as OutputCell[]];
  },
});

/** The link shows the id that the user gave. */
function outOfDate({ now, stale, problem }: FreshIds, id: Id): string[] {
  const current = now.get(id);
  if (current !== undefined && current !== id) return [`STALE: an edit replaced ${id}, it is ${current} now`];
  if (stale.has(id)) return [`STALE: an edit replaced ${id}, without a clear successor`];
  return problem === '' ? [] : [`not checked whether ${id} is current (${problem})`];
}

interface Origin {
  id: Id;
  /** Number of originals with the same share and size; 0 if it is the only one. */
  tie: number;
}

/** The original that most of the segment's supervoxels come from, by their owners before any edit. */
function* largest(
  stack: Datastack,
  id: Id,
  nodes: ReadonlyMap<Id, BigUint64Array>,
  lineage: Lineage,
): Work<Origin> {
  const originals = originalsOf(lineage, id);
  const beginning = Math.max(...originals.map((original) => lineage.get(original)?.created ?? 0));
  const { votesByRoot } = yield* voteOfOne(stack, id, nodes, beginning);
  const among = new Set(originals);
  const max = Math.max(0, ...votesByRoot.values());
  const best = [...votesByRoot]
    .filter(([, votes]) => votes === max)
    .map(([owner]) => toId(String(owner)))
    .filter((owner) => among.has(owner));
  if (best.length === 0) throw new TtError('FAULT', `no original holds a supervoxel of ${id}. Try again`);
  if (best.length === 1) return { id: best[0]!, tie: 0 };
  // All originals exist at the same time, so none descends from another.
  const lists = yield* level2OfMany(stack, disjoint(best));
  const sizeOf = (original: Id) => lists.get(original)!.length;
  best.sort((a, b) => sizeOf(b) - sizeOf(a) || compareIds(a, b));
  const alike = best.filter((other) => sizeOf(other) === sizeOf(best[0]!)).length;
  return { id: best[0]!, tie: alike > 1 ? alike : 0 };
}

/** Factors from the datastack's viewer voxels to voxels of the view. */
const scaleOf = (stack: Datastack, scene: Scene): number[] =>
  viewerResolution(stack).map((nm, i) => nm / scene.resolution[i]!);

function layersFor(
  edits: readonly Edit[],
  separate: boolean,
  scale: readonly number[],
): { layers: Fields[]; without: number } {
  const withPoints = edits.filter(({ operation }) => !(operation instanceof TtError) && operation?.points);
  const layer = (name: string, list: readonly Edit[], color?: string) =>
    makeAnnotationLayer({
      name,
      annotations: list.map((edit) => annotation(edit, scale)),
      linkedLayer: SEGMENTATION_LAYER,
      ...(color ? { color } : {}),
    });
  const merges = withPoints.filter((edit) => edit.change.merge);
  const splits = withPoints.filter((edit) => !edit.change.merge);
  const layers = separate
    ? [layer('Merges', merges, NEW_CYAN), layer('Splits', splits, OLD_RED)]
    : [layer('Edits', withPoints)];
  return { layers, without: edits.length - withPoints.length };
}

function annotation({ change, operation, pair }: Edit, scale: readonly number[]) {
  if (!operation || operation instanceof TtError || !operation.points)
    throw new Error('an edit without points');
  const [pointA, pointB] = operation.points.map((point) => point.map((x, i) => x * scale[i]!));
  const who = change.userName === '' ? `user ${change.user}` : `${change.userName} (user ${change.user})`;
  const day = new Date(change.time).toISOString().slice(0, 10);
  return {
    shape: { kind: 'line' as const, pointA: pointA!, pointB: pointB! },
    description: `${change.merge ? 'Merge' : 'Split'} by ${who}, ${day}, operation ${change.operation}`,
    linked: pair,
  };
}
