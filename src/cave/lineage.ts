/** Where roots come from: the graph of edits that leads up to them, walked backwards. */
import { TtError } from '../core/errors';
import { type Id, toId } from '../core/ids';
import { asObject, type Json } from '../core/json';
import { all, ask, type Work } from '../exchange/work';
import { askJson, query } from './access';
import { slices } from './chunkedgraph';
import { type Asked, broken, readJson } from './replies';
import type { Stack } from './stack';

export interface Ancestor {
  /** Roots that the edit which made this one took as input; none for an original. */
  before: Id[];
  /** Seconds since the epoch; null where the server did not say. */
  created: number | null;
  /** The edit that retired it; null for a root whose retirement was not walked. */
  retiredBy: string | null;
}

export type Lineage = Map<Id, Ancestor>;

/** Replies hold about 150 bytes an ancestor; some proofread neurons have thousands. */
const IDS_A_REQUEST = 200;

/**
 * All ancestors of the roots, themselves included, in one union graph: one POST for up to 200 ids. `unknown` holds
 * the ids that CAVE does not have: one of them fails a whole request, which is then asked again in halves.
 */
export function* lineageOf(
  stack: Stack,
  ids: readonly Id[],
): Work<{ lineage: Lineage; unknown: Map<Id, TtError> }> {
  const lineage: Lineage = new Map();
  const unknown = new Map<Id, TtError>();
  yield* all(slices(ids, IDS_A_REQUEST).map((part) => walk(stack, part, lineage, unknown)));
  return { lineage, unknown };
}

function* walk(stack: Stack, ids: Id[], lineage: Lineage, unknown: Map<Id, TtError>): Work<null> {
  const question: Asked = { what: 'chunkedgraph lineage_graph_multiple', datastack: stack.name };
  // A future limit at the epoch stops the forward walk, which nobody here needs.
  const url = `${stack.local}/segmentation/api/v1/table/${stack.table}/lineage_graph_multiple${query({
    timestamp_future: 0,
    int64_as_str: true,
  })}`;
  const reply = yield* ask(askJson(stack.access, url, { root_ids: ids }, question.what, ids.length * 10_000));
  try {
    readLineage(readJson(reply, question), question, lineage);
  } catch (error) {
    if (!(error instanceof TtError) || (error.code !== 'UNKNOWN' && error.code !== 'DOWN')) throw error;
    if (reply.status !== 500) throw error;
    if (ids.length === 1) {
      // A missing id is a bare KeyError here: nothing else about one root makes this route fail.
      unknown.set(ids[0]!, error);
      return null;
    }
    const middle = ids.length >> 1;
    yield* all([
      walk(stack, ids.slice(0, middle), lineage, unknown),
      walk(stack, ids.slice(middle), lineage, unknown),
    ]);
  }
  return null;
}

/** Networkx's node-link form. */
function readLineage(json: Json, question: Asked, lineage: Lineage): void {
  const graph = asObject(json);
  if (!graph || !Array.isArray(graph.nodes) || !Array.isArray(graph.links)) throw broken(question);
  const found: Lineage = new Map();
  for (const item of graph.nodes) {
    const node = asObject(item);
    if (!node) throw broken(question);
    found.set(toId(node.id), {
      before: [],
      created: typeof node.timestamp === 'number' ? node.timestamp : null,
      retiredBy: node.operation_id === undefined ? null : String(node.operation_id),
    });
  }
  for (const item of graph.links) {
    const link = asObject(item);
    const target = link ? found.get(toId(link.target)) : undefined;
    if (!link || !target) throw broken(question);
    target.before.push(toId(link.source));
  }
  for (const [id, node] of found) {
    const known = lineage.get(id);
    if (!known || known.before.length < node.before.length) lineage.set(id, node);
  }
}

/** The roots before any edit that have since been absorbed, wholly or partly, breadth first from `id`. */
export function originalsOf(lineage: Lineage, id: Id): Id[] {
  const originals: Id[] = [];
  const seen = new Set<Id>([id]);
  for (const at of seen) {
    const before = lineage.get(at)?.before ?? [];
    if (before.length === 0) originals.push(at);
    for (const parent of before) seen.add(parent);
  }
  return originals;
}
