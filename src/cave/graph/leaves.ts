/**
 * The leaves of nodes: the nodes of a lower layer that they consist of. The service walks all nodes of a request
 * together and lists a node that two of them share under only one of them: A (16 supervoxels) and M = A + B (35) in one
 * request give lists of 2 and 35. Two roots share nodes only if one descends from the other, so no request may hold two
 * such roots or the same id twice.
 */
import type { Id } from '../../core/ids';
import { forgetLastMatch } from '../../core/last-match';
import { all, type Work } from '../../http/work';
import { postJson, queryString } from '../client/access';
import type { Datastack } from '../client/datastack';
import { layerOf } from '../client/node-id';
import { damagedReply, type RequestLabel, readText } from '../client/replies';
import { areDistinct, readIdLists } from './id-lists';

/** Ids in groups; two ids of a group share no node. Each group has its own requests. */
export type DisjointGroups = readonly (readonly Id[])[];

/**
 * One group, for ids that cannot share nodes: roots that are current at one timestamp, or nodes whose supervoxels are
 * requested.
 */
export const disjoint = (ids: readonly Id[]): DisjointGroups => [ids];

/** One group per id: for few ids with long lists, of which one request holds one or two anyway. */
export const oneByOne = (ids: readonly Id[]): DisjointGroups => ids.map((id) => [id]);

/** JSON bytes per reply: this keeps requests few, and an Apps Script heap can hold two such replies. */
const BYTES_A_REQUEST = 12e6;

/**
 * The nodes at `layer` below each id, in the order of the groups; an empty list for an id that does not exist. Lists at
 * layers 1 and 2 are complete. At higher layers, branches that skip the layer are silently missing. `bytesOf` estimates
 * the JSON bytes of a list. If ids of a group are `related`, their lists are incomplete and may share nodes.
 */
export function* leavesOfMany(
  stack: Datastack,
  groups: DisjointGroups,
  layer: number,
  bytesOf: (id: Id) => number,
  related = false,
): Work<Map<Id, BigUint64Array>> {
  return yield* eachLeaves(stack, groups, { layer, related }, bytesOf, (leaves) => leaves);
}

/** What is to be known of the leaves of each id, as `leavesOfMany`: a list whose length is enough is not kept. */
export function* eachLeaves<Known>(
  stack: Datastack,
  groups: DisjointGroups,
  form: ListForm,
  bytesOf: (id: Id) => number,
  known: (leaves: BigUint64Array, id: Id) => Known,
): Work<Map<Id, Known>> {
  const { layer } = form;
  const label: RequestLabel = { route: 'chunkedgraph leaves_many', datastack: stack.name };
  const base = `${stack.localServer}/segmentation/api/v1/table/${stack.table}`;
  const url = `${base}/node/leaves_many${queryString({ stop_layer: layer })}`;
  const works = groups
    .flatMap((group) => packIds([...new Set(group)], bytesOf))
    .map(({ part, bytes }) => leavesOnce(stack, url, part, { ...form, known }, label, bytes));
  const lists = new Map<Id, Known>();
  for (const found of yield* all(works)) for (const [id, leaves] of found) lists.set(id, leaves);
  return lists;
}

/**
 * Estimate of the JSON bytes of one segment's level-2 ids before a sample is known: 1,000 to 20,000 nodes of 20 bytes.
 */
const LEVEL2_BYTES = 40_000;
/** Size of the sample: the segments that are requested first, to estimate the size of the others. */
const SAMPLE = 100;

/**
 * The level-2 nodes of the first segments of the groups: at least a hundred segments, and more until their nodes reach
 * `nodes`. A sample gives the size of the other segments, so that small segments share few requests and large ones stay
 * within the reply limit.
 */
export function* level2OfMany(
  stack: Datastack,
  groups: DisjointGroups,
  nodes = Number.POSITIVE_INFINITY,
): Work<Map<Id, BigUint64Array>> {
  const lists = yield* leavesOfMany(stack, range(groups, 0, SAMPLE), 2, () => LEVEL2_BYTES);
  let count = 0;
  for (const list of lists.values()) count += list.length;
  const mean = Math.max(1, count / Math.max(1, lists.size));
  const more = Math.max(0, Math.floor((nodes - count) / mean));
  const rest = range(groups, SAMPLE, SAMPLE + more);
  for (const [id, list] of yield* leavesOfMany(stack, rest, 2, () => mean * 40)) lists.set(id, list);
  return lists;
}

/** The ids from index `from` to index `to` (exclusive), counted over all groups; the groups are kept. */
export function range(groups: DisjointGroups, from: number, to = Number.POSITIVE_INFINITY): DisjointGroups {
  let start = 0;
  const parts: (readonly Id[])[] = [];
  for (const group of groups) {
    const part = group.slice(Math.max(0, from - start), Math.max(0, to - start));
    if (part.length > 0) parts.push(part);
    start += group.length;
  }
  return parts;
}

/** Splits ids into parts whose replies fit into the bytes of a request. */
function packIds(ids: readonly Id[], bytesOf: (id: Id) => number): { part: Id[]; bytes: number }[] {
  const parts: { part: Id[]; bytes: number }[] = [];
  for (const id of ids) {
    const bytes = bytesOf(id);
    const last = parts[parts.length - 1];
    if (last && last.bytes + bytes <= BYTES_A_REQUEST) {
      last.part.push(id);
      last.bytes += bytes;
    } else parts.push({ part: [id], bytes });
  }
  return parts;
}

/** The layer of the listed nodes, and whether ids that share nodes are in one request. */
export interface ListForm {
  layer: number;
  related: boolean;
}

interface KnownForm<Known> extends ListForm {
  known: (leaves: BigUint64Array, id: Id) => Known;
}

/** Sends one request. If its reply is cut or too large for the ingress, sends it again in halves. */
function* leavesOnce<Known>(
  stack: Datastack,
  url: string,
  ids: Id[],
  form: KnownForm<Known>,
  label: RequestLabel,
  expects: number,
): Work<Map<Id, Known>> {
  const [reply] = yield [postJson(stack.access, url, { node_ids: ids }, label.route, expects)];
  const tooLarge = reply!.status === 413 || reply!.status === 504 || reply!.failure === 'cut';
  if (tooLarge && ids.length > 1) {
    const middle = ids.length >> 1;
    const halves = yield* all([
      leavesOnce(stack, url, ids.slice(0, middle), form, label, expects / 2),
      leavesOnce(stack, url, ids.slice(middle), form, label, expects / 2),
    ]);
    return new Map([...halves[0]!, ...halves[1]!]);
  }
  return readLists(readText(reply!, label), stack, ids, form, label);
}

/** A function of its own: a generator that has ended keeps what its closures use. */
function readLists<Known>(
  text: string,
  stack: Datastack,
  ids: readonly Id[],
  form: KnownForm<Known>,
  label: RequestLabel,
): Map<Id, Known> {
  let lists: Map<Id, BigUint64Array>;
  try {
    lists = readIdLists(text);
  } catch {
    throw damagedReply(label);
  } finally {
    forgetLastMatch();
  }
  if (lists.size !== ids.length || ids.some((id) => !lists.has(id))) throw damagedReply(label);
  // Nodes below the root layer may share supervoxels: an edit replaces nodes and keeps their supervoxels.
  const mayShare = form.related || ids.some((id) => layerOf(id) < stack.graph.layers);
  if (!areDistinct([...lists.values()], form.layer, mayShare)) throw damagedReply(label);
  // The keys of `lists` are slices of the reply's text, which V8 keeps as long as one of them.
  return new Map(ids.map((id) => [id, form.known(lists.get(id)!, id)]));
}
