/** Data of the skeleton viewer: the selection's ids, their skeletons in slices, and meshes from the companion. */

import type { Datastack } from '../../cave/client/datastack';
import { isLatest } from '../../cave/graph/chunkedgraph';
import { type Skeleton, skeletonCableLength } from '../../cave/morphology/skeleton';
import { toBase64 } from '../../core/base64';
import { readCell } from '../../core/cells/id-cell';
import { TtError } from '../../core/errors';
import { groupedNumber } from '../../core/grouped-number';
import { type Id, parseId } from '../../core/ids';
import type { Cell } from '../../core/table';
import { allOf, type Work } from '../../http/work';
import { datastackOf, timestampOf } from '../../tools/declaration/declare';
import { segMesh } from '../../tools/get/seg-mesh';
import { colorList } from '../../tools/make/color-list';
import { splitSegments } from '../../tools/segments/segments';
import { skeletonsOf } from '../../tools/segments/skeletons';
import { MAX_NEURONS } from '../../tools/view/visualize-skeletons';
import { configFor } from '../../tools/views/config-for';
import { userContext } from '../access/context';
import { documentSettings } from '../access/settings';
import type { ViewerMesh, ViewerNeuron, ViewerSlice, ViewerStart } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { runWork } from '../run-work';
import { currentSelection } from '../sheet/cells/selection';
import { doubtfulRows } from './resolve';

/** After this many characters a reply takes no more skeletons; the next request gets them. */
const CHARACTERS = 3_500_000;
/** Base64 characters per vertex with its edge. */
const CHARACTERS_PER_VERTEX = (25 * 4) / 3;
/** Largest skeleton that fits into a reply, in vertices. */
const MOST_VERTICES = 1_000_000;
/** Binary PLY has 12 bytes per vertex and 13 per face: about 2.5 MB as text. */
const FACES = 90_000;

interface ViewerInput {
  mode: ViewerStart['mode'];
  ids: string[];
  leftOut: number;
  damaged: number;
}

const keptKey = (host: Host) => `viewer ${host.file.id()}`;

/** Opens the viewer on the selection: on a single cell with an id, or else on the column. */
export function showSelected(host: Host): void {
  keep(host, selectedCells(host));
  host.ui.showDialog('Viewer', 'Tracer Tools: skeletons', 1000, 700);
}

/** Opens the viewer on cells of ids; returns how many it shows. */
export function showCells(host: Host, cells: readonly unknown[]): number {
  const { ids } = keep(host, cells);
  host.ui.showDialog('Viewer', 'Tracer Tools: skeletons', 1000, 700);
  return ids.length;
}

/** Opens the window for choosing between pieces of split segments; returns the number of waiting rows. */
export function openResolve(host: Host): { rows: number } {
  const rows = doubtfulRows(host).length;
  if (rows === 0) throw new TtError('INPUT', 'no row here waits for a choice. Select the column of ids');
  const request: ViewerInput = { mode: 'resolve', ids: [], leftOut: 0, damaged: 0 };
  host.userStore.set(keptKey(host), JSON.stringify(request));
  host.ui.showDialog('Viewer', 'Tracer Tools: which piece is meant?', 1000, 700);
  return { rows };
}

function selectedCells(host: Host): Cell[] {
  const { tab, row, column, rows, columns } = host.file.selected();
  if (rows === 1 && columns === 1) {
    const [[cell] = []] = tab.values(row, column, 1, 1);
    if (readCell(cell).kind === 'id') return [cell!];
  }
  const { firstRow, lastRow, column: letter, sheet } = currentSelection(host);
  if (lastRow < firstRow || lastRow > tab.lastRow()) {
    throw new TtError('INPUT', `there are no ids in column ${letter} of ${sheet}. Select a column of ids`);
  }
  return tab.values(firstRow, column, lastRow - firstRow + 1, 1).map(([cell]) => cell ?? null);
}

function keep(host: Host, cells: readonly unknown[]): ViewerInput {
  const reads = cells.map(readCell);
  const all = [...new Set(reads.flatMap((read) => (read.kind === 'id' ? [read.id] : [])))];
  if (all.length === 0) throw new TtError('INPUT', 'there are no ids there. Select a column of segment ids');
  const ids = all.slice(0, MAX_NEURONS);
  const damagedCount = reads.filter(({ kind }) => kind === 'rounded' || kind === 'bad').length;
  const request: ViewerInput = {
    mode: 'skeletons',
    ids,
    leftOut: all.length - ids.length,
    damaged: damagedCount,
  };
  host.userStore.set(keptKey(host), JSON.stringify(request));
  return request;
}

/** What to show; `again` reads the current selection. */
export function viewerStart(host: Host, again: boolean): ViewerStart {
  const text = again ? null : host.userStore.get(keptKey(host));
  const { mode, ids, leftOut, damaged } = text
    ? (JSON.parse(text) as ViewerInput)
    : keep(host, selectedCells(host));
  const { datastack, companion } = documentSettings(host);
  const colors = colorList(ids.length, false);
  return {
    mode,
    datastack,
    neurons: ids.map((id, i) => ({ id, color: colors[i]! })),
    leftOut,
    damaged,
    meshes: companion !== '',
  };
}

/** As many skeletons as fit into one reply, and the remaining ids. */
export function viewerSkeletons(host: Host, texts: string[]): ViewerSlice {
  return runWork(slice(host, texts.slice(0, MAX_NEURONS).map(idOf)), host, 'interactive');
}

function idOf(text: string): Id {
  const id = parseId(String(text));
  if (id === null) throw new TtError('ID', `"${String(text).slice(0, 40)}" is not a segment id`);
  return id;
}

function* slice(host: Host, ids: readonly Id[]): Work<ViewerSlice> {
  const ctx = userContext(host, documentSettings(host).datastack);
  const stack = yield* datastackOf(ctx);
  const { segments, others } = splitSegments(stack, ids);
  let characters = 0;
  const context = { cache: ctx.cache, now: ctx.now, interactive: true };
  const pack = (skeleton: Skeleton) => {
    const size = skeleton.vertices.length * CHARACTERS_PER_VERTEX;
    if (characters > 0 && characters + size > CHARACTERS) return null;
    characters += size;
    return packSkeleton(skeleton);
  };
  const [found, latest] = yield* allOf<[Map<Id, ReturnType<typeof pack> | TtError>, Map<Id, boolean>]>([
    skeletonsOf(stack, segments, context, pack),
    latestWhereKnown(stack, segments, timestampOf(ctx)),
  ]);
  const answer: ViewerSlice = { neurons: [], missing: [], remaining: [] };
  const say = (id: Id, { code, message }: TtError) => answer.missing.push({ id, code, message });
  for (const [id, error] of others) say(id, error);
  for (const [id, packedNeuron] of found) {
    if (packedNeuron instanceof TtError) say(id, packedNeuron);
    else if (packedNeuron === null) answer.remaining.push(id);
    else answer.neurons.push({ id, ...packedNeuron, current: latest.get(id) ?? null });
  }
  return answer;
}

/**
 * Whether ids are current, as far as known. Stale segments are drawn as they were and labelled; without an answer they
 * are still drawn.
 */
function* latestWhereKnown(stack: Datastack, ids: readonly Id[], timestamp: number): Work<Map<Id, boolean>> {
  try {
    return yield* isLatest(stack, ids, timestamp);
  } catch {
    return new Map();
  }
}

/** Positions are relative to the first vertex, so that float32 keeps fractions of a nanometre. */
export function packSkeleton(skeleton: Skeleton): Omit<ViewerNeuron, 'id' | 'current'> | TtError {
  const { vertices, edges, radius, compartment, soma } = skeleton;
  if (vertices.length === 0) return new TtError('NONE', 'its skeleton is empty');
  if (vertices.length > MOST_VERTICES) {
    const count = groupedNumber(vertices.length);
    return new TtError(
      'BIG',
      `its skeleton has ${count} vertices; ${MOST_VERTICES / 1e6} million can be shown`,
    );
  }
  const offset = vertices[0]!;
  const positions = new Float32Array(vertices.length * 3);
  vertices.forEach((point, i) => {
    for (let axis = 0; axis < 3; axis++) positions[3 * i + axis] = point[axis]! - offset[axis]!;
  });
  const pairs = new Uint32Array(edges.length * 2);
  edges.forEach(([a, b], i) => {
    pairs[2 * i] = a;
    pairs[2 * i + 1] = b;
  });
  const bytes = (array: Float32Array | Uint32Array | Uint8Array) =>
    toBase64(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return {
    offset: [...offset],
    vertices: vertices.length,
    edges: edges.length,
    positions: bytes(positions),
    radii: bytes(Float32Array.from(radius)),
    compartments: bytes(Uint8Array.from(compartment)),
    pairs: bytes(pairs),
    soma: soma && { at: soma, radius: radius[skeleton.root]! },
    cable: skeletonCableLength(skeleton),
  };
}

/** A segment's mesh, or for '' the outline of the dataset. PENDING while the companion makes it. */
export function viewerMesh(host: Host, id: string): ViewerMesh {
  const { datastack } = documentSettings(host);
  const ctx = userContext(host, datastack);
  const work = function* (): Work<ViewerMesh> {
    const mesh = id === '' ? (yield* configFor(ctx)).main_stack_mesh_url : 'segments';
    if (!mesh) throw new TtError('NONE', `${datastack} names no mesh of its outline`);
    const args = { mesh, mesh_id: id === '' ? '1' : idOf(id), format: 'ply', faces: FACES };
    const filledArgs = { voxel: '', dilate: 0, smooth: 0, datastack, ...args };
    const [file] = (yield* segMesh.answer(filledArgs, ctx)).files;
    if (!file) throw new TtError('FAULT', 'the companion answered without a mesh. Try again');
    return { ply: toBase64(file.bytes) };
  };
  return runWork(work(), host, 'interactive');
}
