/** The chunked graph: which roots are current, and which root owns a node. */
import { type Id, toId, unpackIds } from '../../core/ids';
import type { HttpReply, HttpRequest } from '../../http/request';
import type { Work } from '../../http/work';
import { postBytes, postJson, queryString } from '../client/access';
import type { Datastack } from '../client/datastack';
import { damagedReply, type RequestLabel, readBytes } from '../client/replies';
import { ReplyParts } from '../client/reply-parts';

/** The ingress accepts 10 MB of JSON: some 480,000 ids of 18 digits with quotes and comma. */
const IDS_A_JSON_BODY = 400_000;
/** 2 MB. The route accepts five times as much, but in Apps Script each byte is a number of 8 bytes. */
const IDS_A_BINARY_BODY = 250_000;

const base = (stack: Datastack) => `${stack.localServer}/segmentation/api/v1/table/${stack.table}`;
const label = (stack: Datastack, what: string): RequestLabel => ({
  route: `chunkedgraph ${what}`,
  datastack: stack.name,
});

export const rootsLabel = (stack: Datastack): RequestLabel => label(stack, 'roots_binary');

export function slices<T>(list: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < list.length; at += size) parts.push(list.slice(at, at + size));
  return parts;
}

/** Sends all requests in one batch and reads each reply with `read`. */
function* each<T>(requests: HttpRequest[], read: (reply: HttpReply, index: number) => T): Work<T[]> {
  if (requests.length === 0) return [];
  const replies = yield requests;
  return replies.map(read);
}

/**
 * Tells which roots are current at `timestamp` (seconds since the epoch, UTC). An id that does not exist gives false.
 * An existing node below the root layer always gives true: check the layer first.
 */
export function* isLatest(stack: Datastack, ids: readonly Id[], timestamp: number): Work<Map<Id, boolean>> {
  const requestLabel = label(stack, 'is_latest_roots');
  const reply = new ReplyParts(requestLabel);
  // Unlike all other routes, this one does not see an edit of the same millisecond: at the time of an edit it calls the
  // old root the latest, while `roots_binary` gives the new one.
  const url = `${base(stack)}/is_latest_roots${queryString({ timestamp: timestamp + 0.001 })}`;
  const parts = slices(ids, IDS_A_JSON_BODY);
  const answers = yield* each(
    parts.map((part) => postJson(stack.access, url, { node_ids: part }, requestLabel.route, part.length * 6)),
    (found, i) => {
      const flags = reply.list(reply.object(reply.json(found)).is_latest).map((item) => reply.flag(item));
      reply.check(flags.length === parts[i]!.length);
      return flags;
    },
  );
  const latest = new Map<Id, boolean>();
  parts.forEach((part, i) => {
    part.forEach((id, j) => {
      latest.set(id, answers[i]![j]!);
    });
  });
  return latest;
}

/**
 * The owners of nodes at `timestamp`, in the order of the nodes; 0 for a node without owner. A root-layer id is its own
 * owner. A node that an edit replaced may have an owner that is no longer current; a supervoxel always has a current
 * owner.
 */
export function* rootsOf(stack: Datastack, nodes: BigUint64Array, timestamp: number): Work<BigUint64Array> {
  const requestLabel = rootsLabel(stack);
  const url = `${base(stack)}/roots_binary${queryString({ timestamp })}`;
  const requests: HttpRequest[] = [];
  for (let at = 0; at < nodes.length; at += IDS_A_BINARY_BODY) {
    const part = nodes.subarray(at, at + IDS_A_BINARY_BODY);
    // A view, not a copy: a large neuron's ids are 7 MB.
    const body = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
    requests.push(postBytes(stack.access, url, body, requestLabel.route));
  }
  const roots = new BigUint64Array(nodes.length);
  yield* each(requests, (reply, i) => {
    const bytes = readBytes(reply, requestLabel);
    const body = requests[i]!.body as Uint8Array;
    if (!areOwners(bytes, body, stack.graph.layers)) throw damagedReply(requestLabel);
    roots.set(unpackIds(bytes), i * IDS_A_BINARY_BODY);
  });
  return roots;
}

/**
 * True if packed ids can be the owners of packed nodes: each owner is 0, the node itself, or a node of a higher layer.
 * The layer is the last byte of an id.
 */
function areOwners(owners: Uint8Array, nodes: Uint8Array, layers: number): boolean {
  if (owners.length !== nodes.length) return false;
  for (let at = 0; at < owners.length; at += 8) {
    const [owner, node] = [owners[at + 7]!, nodes[at + 7]!];
    if (owner > node && owner <= layers && node > 0) continue;
    const same = owner === node;
    for (let i = at; i < at + 8; i++) if (owners[i] !== (same ? nodes[i] : 0)) return false;
  }
  return true;
}

/** As `rootsOf`, for ids as text. */
export function* rootOfEach(
  stack: Datastack,
  nodes: readonly Id[],
  timestamp: number,
): Work<Map<Id, Id | null>> {
  const roots = yield* rootsOf(stack, BigUint64Array.from(nodes, BigInt), timestamp);
  return new Map(nodes.map((node, i) => [node, roots[i] === 0n ? null : toId(String(roots[i]))]));
}
