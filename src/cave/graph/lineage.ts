/** The lineage of roots: the graph of the edits before and after them, read backward or forward. */
import { asTtError, TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { HttpReply } from '../../http/request';
import { all, replyTo, type Work } from '../../http/work';
import { postJson, queryString } from '../client/access';
import type { Datastack } from '../client/datastack';
import type { RequestLabel } from '../client/replies';
import { ReplyParts } from '../client/reply-parts';
import { slices } from './chunkedgraph';
import { existing } from './existence';
import { missingNode } from './missing-node';

export interface LineageNode {
  /** Input roots of the edit that created this root; empty for an original root. */
  parents: Id[];
  /** Roots created by the edit that replaced this root; empty for a current root, or if the walk did not go forward. */
  children: Id[];
  /** Seconds since the epoch. */
  created: number;
}

export type Lineage = Map<Id, LineageNode>;

export interface LineageAnswer {
  lineage: Lineage;
  /**
   * Ids without a lineage: the error is UNKNOWN for an id that does not exist in CAVE, else the reason why its lineage
   * could not be read.
   */
  failures: Map<Id, TtError>;
}

export const lineageLabel = (stack: Datastack): RequestLabel => ({
  route: 'chunkedgraph lineage_graph_multiple',
  datastack: stack.name,
});

interface Walk {
  ids: number;
  limits: { timestamp_past?: number; timestamp_future?: number };
  /** Estimate of the JSON bytes of one id's lineage, to size requests. */
  bytes: number;
}

/** The roots and all their ancestors in one union graph. One POST takes up to 200 ids. */
export function* lineageOf(stack: Datastack, ids: readonly Id[]): Work<LineageAnswer> {
  // An ancestor takes 150 bytes; some proofread neurons have thousands. A future limit of 0 stops the forward walk.
  return yield* walkAll(stack, ids, { ids: 200, limits: { timestamp_future: 0 }, bytes: 10_000 });
}

/**
 * The given roots and the roots that replaced them up to `until` (seconds since the epoch). One POST takes up to 1,000
 * ids.
 */
export function* descendantsOf(stack: Datastack, ids: readonly Id[], until: number): Work<LineageAnswer> {
  // The walk does not go backward from nodes older than the past limit. The limit lies after every root, so the walk
  // never goes backward.
  const limits = { timestamp_past: until + 1, timestamp_future: until };
  return yield* walkAll(stack, ids, { ids: 1_000, limits, bytes: 3_000 });
}

function* walkAll(stack: Datastack, ids: readonly Id[], walk: Walk): Work<LineageAnswer> {
  const answer: LineageAnswer = { lineage: new Map(), failures: new Map() };
  const parts = slices(ids, walk.ids);
  const doubtful = (yield* all(parts.map((part) => walkPart(stack, part, walk, answer)))).flat();
  if (doubtful.length === 0) return answer;
  const existingIds = yield* existing(stack, doubtful);
  for (const id of doubtful) if (!existingIds.has(id)) answer.failures.set(id, unknownRoot(stack, id));
  yield* all(slices([...existingIds], walk.ids).map((part) => walkPart(stack, part, walk, answer)));
  return answer;
}

/** After this many halvings, a part that still contains unknown ids is checked by another route. */
const HALVINGS = 2;

/**
 * Sends one request. If an id is unknown, the whole request fails and the reply names the id; the other ids are sent
 * again in halves. A part whose walk takes too long is halved down to single roots. Returns the ids of parts with too
 * many unknown ones.
 */
function* walkPart(
  stack: Datastack,
  ids: readonly Id[],
  walk: Walk,
  answer: LineageAnswer,
  halvings = 0,
): Work<Id[]> {
  const parts = new ReplyParts(lineageLabel(stack));
  const url = `${stack.localServer}/segmentation/api/v1/table/${stack.table}/lineage_graph_multiple${queryString(
    {
      ...walk.limits,
      int64_as_str: true,
    },
  )}`;
  const reply = yield* replyTo(
    postJson(stack.access, url, { root_ids: ids }, parts.label.route, ids.length * walk.bytes),
  );
  try {
    readLineage(reply, parts, ids, { lineage: answer.lineage, rootLayer: stack.graph.layers });
    return [];
  } catch (error) {
    const missing = missingNode(reply, ids);
    if (missing !== null) answer.failures.set(missing, unknownRoot(stack, missing));
    else if (!mayHalve(reply)) throw error;
    else if (ids.length === 1) answer.failures.set(ids[0]!, asTtError(error));
    const rest = ids.filter((id) => !answer.failures.has(id));
    if (missing !== null && halvings >= HALVINGS && rest.length > 1) return rest;
    const middle = (rest.length + 1) >> 1;
    const halves = [rest.slice(0, middle), rest.slice(middle)].filter((half) => half.length > 0);
    return (yield* all(halves.map((half) => walkPart(stack, half, walk, answer, halvings + 1)))).flat();
  }
}

const unknownRoot = (stack: Datastack, id: Id): TtError =>
  new TtError('UNKNOWN', `no such segment in ${stack.name} (${id})`);

const mayHalve = (reply: HttpReply): boolean =>
  [413, 500, 504].includes(reply.status) || reply.failure === 'cut' || reply.failure === 'timeout';

/** Reads the node-link form of networkx into `lineage`, and merges it with the nodes of earlier replies. */
function readLineage(
  reply: HttpReply,
  parts: ReplyParts,
  ids: readonly Id[],
  { lineage, rootLayer }: { lineage: Lineage; rootLayer: number },
): void {
  const graph = parts.object(parts.json(reply));
  const found: Lineage = new Map();
  for (const item of parts.list(graph.nodes)) {
    const node = parts.object(item);
    const id = parts.node(node.id, rootLayer);
    parts.check(!found.has(id));
    found.set(id, { parents: [], children: [], created: parts.amount(node.timestamp) });
  }
  parts.check(ids.every((id) => found.has(id)));
  for (const item of parts.list(graph.links)) {
    const link = parts.object(item);
    const [source, target] = [parts.id(link.source), parts.id(link.target)];
    const [from, to] = [found.get(source), found.get(target)];
    if (!from || !to || from.created > to.created || to.parents.includes(source)) throw parts.damageError();
    to.parents.push(source);
    from.children.push(target);
  }
  parts.check(isAcyclic(found));
  for (const [id, node] of found) {
    const earlier = lineage.get(id);
    if (!earlier) lineage.set(id, node);
    else {
      earlier.parents = [...new Set([...earlier.parents, ...node.parents])];
      earlier.children = [...new Set([...earlier.children, ...node.children])];
    }
  }
}

/** Two edits of one millisecond have the same time, so a comparison of times does not detect a cycle. */
function isAcyclic(lineage: Lineage): boolean {
  const open = new Map([...lineage].map(([id, { parents }]) => [id, parents.length]));
  const ready = [...open.keys()].filter((id) => open.get(id) === 0);
  for (const id of ready) {
    for (const next of lineage.get(id)!.children) {
      open.set(next, open.get(next)! - 1);
      if (open.get(next) === 0) ready.push(next);
    }
  }
  return ready.length === lineage.size;
}

/** The original roots (before any edit) of which `id` holds all or a part, in breadth-first order. */
export function originalsOf(lineage: Lineage, id: Id): Id[] {
  const originals: Id[] = [];
  const visitedIds = new Set<Id>([id]);
  for (const at of visitedIds) {
    const before = lineage.get(at)?.parents ?? [];
    if (before.length === 0) originals.push(at);
    for (const parent of before) visitedIds.add(parent);
  }
  return originals;
}
