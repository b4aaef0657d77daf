/** make_ng_link: a Neuroglancer link that shows segments, in the viewer of their datastack. */

import { canBeSegment, cellError, idsInCell, readCell } from '../../core/cells/id-cell';
import { notAnIdError, TtError } from '../../core/errors';
import { groupedNumber } from '../../core/grouped-number';
import { distinct, type Id } from '../../core/ids';
import type { Cell } from '../../core/table';
import { copyDocument, docText, type Fields, makeFields } from '../../neuroglancer/document';
import { type MeshLayer, type Scene, SEGMENTATION_LAYER, sceneState } from '../../neuroglancer/scene';
import { CACHE_BRIEFLY, DATASTACK, type OutputCell, tableTool } from '../declaration/declare';
import { link } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { OLD_RED } from '../views/colored-segments';
import { type DatastackView, LONGEST_LINK, linksTo, linkTo, sceneOf, viewOf } from '../views/datastack-view';
import { type FreshIds, freshIds, freshnessText } from '../views/fresh-ids';
import { colorList } from './color-list';
import { KEY_DESCRIPTIONS, type LinkOptions, readLinkOptions } from './link-options';

/** Limit of short links per call: posted states stay on the server for ever, so a column of links does not use them. */
const SHORT_AT_ONCE = 50;
const REGION_ALPHA = 0.2;

export const ngLink = tableTool({
  name: 'make_ng_link',
  formula: 'TT_LINK',
  family: 'make',
  summary: 'Makes a Neuroglancer link that shows segments, with colours, annotations and meshes.',
  details:
    'One link for all ids of a range; with "each" one for each. An id that an edit replaced is shown as the segment that it is now; ' +
    'where it has no clear successor it stays, in red, and the view’s title says STALE. Image, segmentation, point of view and viewer are ' +
    `those of the datastack. A link is long (the whole view in it) up to ${groupedNumber(LONGEST_LINK)} ` +
    'characters, which is what a cell holds; beyond, the view is posted to the state server and the link is short. ' +
    `Options: ${KEY_DESCRIPTIONS}.`,
  params: [
    { name: 'ids', kind: 'range', description: 'a cell or a range of segment ids, as text' },
    {
      name: 'options',
      kind: 'range',
      description: 'text such as "colors=palette; translucent", or two columns of keys and values',
      optional: true,
    },
    DATASTACK,
  ],
  returns: 'a link; with "each" one beside each id',
  example: {
    formula: '=TT_LINK(A2:A9, "colors=palette; regions=yes")',
    shows: 'https://spelunker.cave-explorer.org/#!%7B%22dimensions%22 and so on',
  },
  surfaces: EVERYWHERE,
  outputs: [link('link')],
  cacheSeconds: CACHE_BRIEFLY,
  *answer(args, ctx) {
    const cells = args.ids as Cell[][];
    const options = readLinkOptions(args.options as Cell[][] | undefined);
    const view = yield* viewOf(ctx, options.viewer);
    const ids = idsOf(cells, options.each);
    const scene = withOptions(sceneOf(view), view, options, colorsFor(ids, options));
    // A flat segmentation may have small ids.
    const graph = scene.segmentation?.source.startsWith('graphene://');
    const small = graph ? ids.filter((id) => !canBeSegment(id)) : [];
    if (small.length > 0 && !options.each) throw notAnIdError(small[0]!);
    // Ids of a user's own segmentation, or of a flat one, are never edited.
    const isEdited = graph === true && options.segmentation === '' && options.current;
    const fresh = isEdited ? yield* freshIds(ids.filter(canBeSegment), ctx) : AS_GIVEN;
    const stateOf = (shownIds: readonly Id[]) => sceneState(showing(scene, shownIds, fresh));
    if (!options.each) return [[yield* linkTo(ctx, view, stateOf(ids), options.link)]];
    if (options.link === 'short' && ids.length > SHORT_AT_ONCE) {
      throw new TtError(
        'BIG',
        `${ids.length} short links post ${ids.length} states: ${SHORT_AT_ONCE} at most. Use long links`,
      );
    }
    const states = ids.map((id) => stateOf([id]));
    const links = yield* linksTo(ctx, view, states, options.link);
    const byId = new Map<Id, string | TtError>(ids.map((id, i) => [id, links[i]!]));
    for (const id of small) byId.set(id, notAnIdError(id));
    return cells.map((row) => row.map((cell): OutputCell => besideId(cell, byId)));
  },
});

/**
 * Distinct ids in order. With one link for all, a damaged id throws; with one link per id, it fails only in its row.
 */
function idsOf(cells: readonly Cell[][], each: boolean): Id[] {
  const ids = new Set<Id>();
  cells.forEach((row, r) => {
    for (const cell of row) {
      const read = readCell(cell);
      const error = cellError(read);
      if (error && !each && read.kind !== 'several') {
        throw new TtError(
          error.code,
          cells.length > 1 ? `ids, row ${r + 1}: ${error.message}` : error.message,
        );
      }
      if (read.kind === 'id' || !each) for (const id of idsInCell(read)) ids.add(id);
    }
  });
  if (ids.size === 0 && !each) throw new TtError('INPUT', 'ids: there is no id in this range');
  return [...ids];
}

function besideId(cell: Cell, links: ReadonlyMap<Id, string | TtError>): OutputCell {
  const read = readCell(cell);
  if (read.kind === 'id') return links.get(read.id)!;
  return cellError(read) ?? '';
}

function colorsFor(ids: readonly Id[], { colors }: LinkOptions): Map<string, string> {
  if (colors === null || ids.length === 0) return new Map();
  const list = Array.isArray(colors)
    ? colors
    : colorList(Math.min(ids.length, 1_000), colors === 'alternate');
  return new Map(ids.map((id, i) => [id, list[i % list.length]!]));
}

const AS_GIVEN: FreshIds = { now: new Map(), stale: new Set(), unknown: new Set(), problem: '' };

/**
 * The scene with the current segments of these ids and only their colours. The title names the ids that are not
 * current.
 */
function showing(scene: Scene, argumentIds: readonly Id[], fresh: FreshIds): Scene {
  const { segmentation } = scene;
  if (!segmentation) throw new TtError('NONE', 'this datastack has no segmentation to show');
  const nowOf = (id: Id) => fresh.now.get(id) ?? id;
  const colors = new Map(
    argumentIds.flatMap((id) => {
      const color = fresh.stale.has(id) ? OLD_RED : segmentation.colors.get(id);
      return color ? [[nowOf(id), color] as const] : [];
    }),
  );
  const title = [scene.title ?? '', freshnessText(fresh, argumentIds)]
    .filter((part) => part !== '')
    .join(' · ');
  const ids = distinct(argumentIds.map(nowOf));
  return { ...scene, segmentation: { ...segmentation, ids, colors }, ...(title === '' ? {} : { title }) };
}

function withOptions(
  scene: Scene,
  view: DatastackView,
  options: LinkOptions,
  colors: ReadonlyMap<string, string>,
): Scene {
  const { alpha } = options;
  const source = options.segmentation || scene.segmentation?.source;
  const image = options.image || scene.image?.source;
  const meshes = [...regionsOf(view, options.regions), ...options.meshes.map(meshLayer)];
  return {
    ...scene,
    image: image ? { name: 'EM', source: image } : null,
    segmentation: source
      ? { name: SEGMENTATION_LAYER, source, ids: [], colors, ...(alpha === null ? {} : { alpha }) }
      : null,
    meshes: nameMeshes(meshes),
    annotations: options.annotations.map((layer, i) => annotationLayer(layer, options.annotations, i)),
    position: options.position ?? scene.position,
    zoom2d: options.zoom2d ?? scene.zoom2d,
    zoom3d: options.zoom3d ?? scene.zoom3d,
    angle3d: options.angle ?? scene.angle3d,
    layout: options.layout || scene.layout,
    ...(options.title ? { title: options.title } : {}),
  };
}

/** Without ids, the outline of the whole stack, whose segment is 1; with ids, the neuropils, if there are any. */
function regionsOf({ config }: DatastackView, ids: readonly string[] | null): MeshLayer[] {
  if (ids === null) return [];
  const source =
    ids.length > 0
      ? (config.neuropil_mesh_url ?? config.main_stack_mesh_url)
      : (config.main_stack_mesh_url ?? null);
  if (!source) {
    throw new TtError(
      'NONE',
      `options, regions: ${config.dataset_display_name ?? 'this datastack'} has no region meshes`,
    );
  }
  return [{ name: 'regions', source, ids: ids.length > 0 ? ids : ['1'], alpha: REGION_ALPHA }];
}

const meshLayer = (mesh: LinkOptions['meshes'][number]): MeshLayer => ({
  name: mesh.name,
  source: mesh.source,
  ids: mesh.ids,
  alpha: REGION_ALPHA * 2,
  ...(mesh.color ? { color: mesh.color } : {}),
});

/** Makes the names unique: viewers identify layers by name. */
function nameMeshes(meshes: readonly MeshLayer[]): MeshLayer[] {
  const usedNames = new Set<string>(['EM', SEGMENTATION_LAYER]);
  return meshes.map((mesh) => ({ ...mesh, name: freeName(mesh.name, usedNames) }));
}

function freeName(name: string, usedNames: Set<string>): string {
  let free = name;
  for (let n = 2; usedNames.has(free); n++) free = `${name} ${n}`;
  usedNames.add(free);
  return free;
}

function annotationLayer(layer: Fields, all: readonly Fields[], at: number): Fields {
  const name = docText(layer.get('name')) || 'annotations';
  const before = all
    .slice(0, at)
    .filter((other) => (docText(other.get('name')) || 'annotations') === name).length;
  const copy = copyDocument(layer);
  copy.set(
    'name',
    before > 0 || name === 'EM' || name === SEGMENTATION_LAYER ? `${name} ${before + 1}` : name,
  );
  const linkedLayer = copy.get('linkedSegmentationLayer');
  if (typeof linkedLayer === 'string')
    copy.set('linkedSegmentationLayer', makeFields({ segments: linkedLayer }));
  return copy;
}
