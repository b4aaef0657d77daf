/** make_edits_link: a view of a segment, the largest of its originals, and its edits as lines. */
import { leavesOfMany } from '../../cave/chunkedgraph';
import { lineageOf, originalsOf } from '../../cave/lineage';
import { type Stack, viewerResolution } from '../../cave/stack';
import { TtError } from '../../core/errors';
import { compareIds, type Id } from '../../core/ids';
import { together, type Work } from '../../exchange/work';
import type { Fields } from '../../neuroglancer/document';
import { makeAnnotationLayer } from '../../neuroglancer/make-annotations';
import { type Scene, SEGMENTATION_LAYER, sceneState } from '../../neuroglancer/scene';
import { DATASTACK, FOREVER, type Out, stackOf, tableTool } from '../declare';
import { type Edit, editsOf } from '../get/seg-edits';
import { splitSegments, unknownSegment } from '../segments';
import { TRANSLUCENT } from './link-options';
import { linkTo, sceneOf, viewOf } from './view';

const CYAN = '#00FFFF';
const RED = '#FF0000';

export const editsLink = tableTool({
  name: 'make_edits_link',
  formula: 'TT_EDITS_LINK',
  family: 'make',
  summary: 'Makes a Neuroglancer link that shows how a segment was edited.',
  details:
    'The segment in cyan, the original that most of it comes from in red, both translucent; each edit a line between ' +
    'its two sides, linked to the ids that it joined or parted. A segment that was never edited gets a plain link, ' +
    'and originals with equal shares are told apart by size, then by id: a note in the next cell says so.',
  params: [
    { name: 'id', kind: 'id', words: 'one segment id, as text' },
    {
      name: 'separate_layers',
      kind: 'boolean',
      words: 'TRUE puts merges (cyan) and splits (red) into layers of their own',
      optional: true,
      initial: false,
    },
    DATASTACK,
  ],
  gives: 'a link, with a note beside it where there is something to say',
  example: {
    formula: '=TT_EDITS_LINK("720575941703820762", TRUE)',
    shows: 'https://spelunker.cave-explorer.org/#! and so on',
  },
  faces: 'FM',
  keep: FOREVER,
  *answer(args, ctx) {
    const stack = yield* stackOf(ctx);
    const id = args.id as Id;
    const wrong = splitSegments(stack, [id]).others.get(id);
    if (wrong) throw wrong;
    const [view, found, history] = yield* together([
      viewOf(ctx),
      editsOf(stack, [id]),
      lineageOf(stack, [id]),
    ]);
    if (!history.lineage.has(id)) throw unknownSegment(stack);
    const edits = found.get(id)!;
    if (edits instanceof TtError) throw edits;
    const scene = sceneOf(view);
    if (edits.length === 0) {
      const link = yield* linkTo(
        ctx,
        view,
        sceneState(shown(scene, [[id, CYAN]], [], `${id}: never edited`)),
      );
      return [[link, 'never edited: a plain link']];
    }
    const origin = yield* largest(stack, id, originalsOf(history.lineage, id));
    const { layers, without } = layersFor(edits, args.separate_layers === true, scaleOf(stack, scene));
    const colors: [Id, string][] = [
      [id, CYAN],
      [origin.id, RED],
    ];
    const title = `Edits of ${id}, original ${origin.id}${origin.tie ? ' (one of several alike)' : ''}`;
    const link = yield* linkTo(ctx, view, sceneState(shown(scene, colors, layers, title)));
    const notes = [
      ...(origin.tie ? [`${origin.tie} originals have equal shares; ${origin.id} is shown`] : []),
      ...(without > 0 ? [`${without} of ${edits.length} edits have no points`] : []),
    ];
    return [[link, ...(notes.length > 0 ? [notes.join('. ')] : [])] as Out[]];
  },
});

/** JSON of a large neuron's level-2 ids. */
const NEURON_BYTES = 1e6;
/** Of an original's: nearly all are small. */
const ORIGINAL_BYTES = 20_000;

interface Origin {
  id: Id;
  /** How many originals have its share, or 0 where it stands alone. */
  tie: number;
}

/**
 * The original that shares most level-2 nodes with the segment. An edit replaces the few nodes that it touches and
 * leaves the others as they are, so that shared nodes measure the overlap with one short list a segment; supervoxels
 * would be 17 MB for a large neuron.
 */
function* largest(stack: Stack, id: Id, originals: readonly Id[]): Work<Origin> {
  const lists = yield* leavesOfMany(stack, [...new Set([id, ...originals])], 2, (one) =>
    one === id ? NEURON_BYTES : ORIGINAL_BYTES,
  );
  const own = new Set(lists.get(id));
  const ranked = originals
    .map((original) => {
      const nodes = lists.get(original)!;
      return { id: original, share: nodes.filter((node) => own.has(node)).length, size: nodes.length };
    })
    .sort((a, b) => b.share - a.share || b.size - a.size || compareIds(a.id, b.id));
  const [first] = ranked;
  const alike = ranked.filter((other) => other.share === first!.share && other.size === first!.size).length;
  return { id: first!.id, tie: alike > 1 ? alike : 0 };
}

/** Viewer voxels of the datastack to voxels of the view. */
const scaleOf = (stack: Stack, scene: Scene): number[] =>
  viewerResolution(stack).map((nm, i) => nm / scene.resolution[i]!);

function layersFor(
  edits: readonly Edit[],
  separate: boolean,
  scale: readonly number[],
): { layers: Fields[]; without: number } {
  const placed = edits.filter(({ operation }) => !(operation instanceof TtError) && operation?.points);
  const layer = (name: string, list: readonly Edit[], color?: string) =>
    makeAnnotationLayer({
      name,
      annotations: list.map((edit) => annotation(edit, scale)),
      linkedLayer: SEGMENTATION_LAYER,
      ...(color ? { color } : {}),
    });
  const merges = placed.filter((edit) => edit.change.merge);
  const splits = placed.filter((edit) => !edit.change.merge);
  const layers = separate
    ? [layer('Merges', merges, CYAN), layer('Splits', splits, RED)]
    : [layer('Edits', placed)];
  return { layers, without: edits.length - placed.length };
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

function shown(scene: Scene, colors: [Id, string][], annotations: Fields[], title: string): Scene {
  const { segmentation } = scene;
  if (!segmentation) throw new TtError('NONE', 'this datastack has no segmentation to show');
  const ids = [...new Set(colors.map(([id]) => id))];
  const shownAs = new Map([...colors].reverse());
  return {
    ...scene,
    title,
    annotations,
    segmentation: { ...segmentation, ids, colors: shownAs, alpha: TRANSLUCENT },
  };
}
