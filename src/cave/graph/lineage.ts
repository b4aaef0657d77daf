/** The lineage of roots: the graph of edits that led to them and that followed, read backward or forward. */
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
  /** Input roots of the edit that made this root; none for an original. */
  parents: Id[];
  /** Roots made by the edit that replaced this root; none for a current root, or where the walk did not go forward. */
  children: Id[];
  /** Seconds since the epoch. */
  created: number;
}

export type Lineage = Map<Id, LineageNode>;

export interface LineageAnswer {
  lineage: Lineage;
  /** Ids without a lineage: UNKNOWN where CAVE does not have them, else why it could not be read. */
  failed: Map<Id, TtError>;
}

export const lineageLabel = (stack: Datastack): RequestLabel => ({
  route: 'chunkedgraph lineage_graph_multiple',
  datastack: stack.name,
});

interface Walk {
  ids: number;
  limits: { timestamp_past?: number; timestamp_future?: number };
  /** JSON bytes that the lineage of one id takes, for sizing requests. */
  bytes: number;
}

/** All ancestors of the roots, themselves included, in one union graph: one POST for up to 200 ids. */
export function* lineageOf(stack: Datastack, ids: readonly Id[]): Work<LineageAnswer> {
  // 150 bytes an ancestor; some proofread neurons have thousands. A future limit of 0 stops the forward walk.
  return yield* walkAll(stack, ids, { ids: 200, limits: { timestamp_future: 0 }, bytes: 10_000 });
}

/**
 * The roots that replaced the given ones up to `until` (seconds since the epoch), the given ones included: one POST for
 * up to 1,000 ids.
 */
export function* descendantsOf(stack: Datastack, ids: readonly Id[], until: number): Work<LineageAnswer> {
  // Nodes older than the past limit are not walked back from: the limit lies after every root.
  const limits = { timestamp_past: until + 1, timestamp_future: until };
  return yield* walkAll(stack, ids, { ids: 1_000, limits, bytes: 3_000 });
}

function* walkAll(stack: Datastack, ids: readonly Id[], walk: Walk): Work<LineageAnswer> {
  const answer: LineageAnswer = { lineage: new Map(), failed: new Map() };
  const parts = slices(ids, walk.ids);
  const doubtful = (yield* all(parts.map((part) => walkPart(stack, part, walk, answer)))).flat();
  if (doubtful.length === 0) return answer;
  const existingIds = yield* existing(stack, doubtful);
  for (const id of doubtful) if (!existingIds.has(id)) answer.failed.set(id, unknownRoot(stack, id));
  yield* all(slices([...existingIds], walk.ids).map((part) => walkPart(stack, part, walk, answer)));
  return answer;
}

/** Number of halvings after which the ids of a part that still has unknown ones are looked up by another route. */
const HALVINGS = 2;

/**
 * One request. An unknown id fails the whole request and is named: the others are sent again in halves. A part whose
 * walk takes too long is halved until each root is alone. Returns the ids of parts with too many unknown ones.
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
    if (missing !== null) answer.failed.set(missing, unknownRoot(stack, missing));
    else if (!mayHalve(reply)) throw error;
    else if (ids.length === 1) answer.failed.set(ids[0]!, asTtError(error));
    const rest = ids.filter((id) => !answer.failed.has(id));
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

/**
 * Reads networkx's node-link form of a walk from `ids` into `lineage`, merged with what other replies held of the same
 * roots.
 */
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
    if (!from || !to || from.created > to.created || to.parents.includes(source)) throw parts.damaged();
    to.parents.push(source);
    from.children.push(target);
  }
  parts.check(isAcyclic(found));
  for (const [id, node] of found) {
    const known = lineage.get(id);
    if (!known) lineage.set(id, node);
    else {
      known.parents = [...new Set([...known.parents, ...node.parents])];
      known.children = [...new Set([...known.children, ...node.children])];
    }
  }
}

/** Edits of one millisecond have one time: times alone do not tell. */
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

/** The original roots (before any edit) that are now part of `id`, wholly or in part, breadth first. */
export function originalsOf(lineage: Lineage, id: Id): Id[] {
  const originals: Id[] = [];
  const visited = new Set<Id>([id]);
  for (const at of visited) {
    const before = lineage.get(at)?.parents ?? [];
    if (before.length === 0) originals.push(at);
    for (const parent of before) visited.add(parent);
  }
  return originals;
}
