/** The chunked graph: is a root current, who owns a node now, what a node is made of. */
import { type Id, toId, unpackIds } from '../core/ids';
import { asObject } from '../core/json';
import type { HttpReply, HttpRequest } from '../exchange/request';
import { all, type Work } from '../exchange/work';
import { askBytes, askJson, query } from './access';
import { readIdLists } from './idLists';
import { type Asked, broken, readBytes, readJson, readText } from './replies';
import type { Stack } from './stack';

/** 10 MB of JSON at the ingress are some 480,000 ids of 18 digits, quotes and comma. */
const IDS_A_JSON_BODY = 400_000;
/** 2 MB; the route takes five times more, but Apps Script holds each byte as a number. */
const IDS_A_BINARY_BODY = 250_000;

const base = (stack: Stack) => `${stack.local}/segmentation/api/v1/table/${stack.table}`;
const asked = (stack: Stack, what: string): Asked => ({
  what: `chunkedgraph ${what}`,
  datastack: stack.name,
});

export function slices<T>(list: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < list.length; at += size) parts.push(list.slice(at, at + size));
  return parts;
}

/** Requests built one by one, each reply read by `read`. */
function* each<T>(requests: HttpRequest[], read: (reply: HttpReply, index: number) => T): Work<T[]> {
  if (requests.length === 0) return [];
  const replies = yield requests;
  return replies.map(read);
}

/**
 * Which of these roots are current at `timestamp` (seconds since the epoch, UTC). False also for ids that do not
 * exist. True for any existing node below the root layer: look at the layer first.
 */
export function* isLatest(stack: Stack, ids: readonly Id[], timestamp: number): Work<Map<Id, boolean>> {
  const question = asked(stack, 'is_latest_roots');
  const url = `${base(stack)}/is_latest_roots${query({ timestamp })}`;
  const parts = slices(ids, IDS_A_JSON_BODY);
  const answers = yield* each(
    parts.map((part) => askJson(stack.access, url, { node_ids: part }, question.what, part.length * 6)),
    (reply, i) => {
      const flags = asObject(readJson(reply, question))?.is_latest;
      if (!Array.isArray(flags) || flags.length !== parts[i]!.length) throw broken(question);
      return flags;
    },
  );
  const latest = new Map<Id, boolean>();
  parts.forEach((part, i) => {
    part.forEach((id, j) => {
      latest.set(id, answers[i]![j] === true);
    });
  });
  return latest;
}

/**
 * The owners of nodes at `timestamp`, in order: 0 where there is none. Root-layer ids come back unchanged, and a node
 * that an edit replaced may climb to a root that is no longer current; supervoxels always climb to a current root.
 */
export function* rootsOf(stack: Stack, nodes: BigUint64Array, timestamp: number): Work<BigUint64Array> {
  const question = asked(stack, 'roots_binary');
  const url = `${base(stack)}/roots_binary${query({ timestamp })}`;
  const requests: HttpRequest[] = [];
  for (let at = 0; at < nodes.length; at += IDS_A_BINARY_BODY) {
    const part = nodes.subarray(at, at + IDS_A_BINARY_BODY);
    // A view, not a copy: a large neuron's ids are 7 MB.
    const body = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
    requests.push(askBytes(stack.access, url, body, question.what));
  }
  const roots = new BigUint64Array(nodes.length);
  yield* each(requests, (reply, i) => {
    const bytes = readBytes(reply, question);
    if (bytes.length !== (requests[i]!.body as Uint8Array).length) throw broken(question);
    roots.set(unpackIds(bytes), i * IDS_A_BINARY_BODY);
  });
  return roots;
}

/** As `rootsOf` for ids as text. */
export function* rootOfEach(stack: Stack, nodes: readonly Id[], timestamp: number): Work<Map<Id, Id | null>> {
  const roots = yield* rootsOf(stack, BigUint64Array.from(nodes, BigInt), timestamp);
  return new Map(nodes.map((node, i) => [node, roots[i] === 0n ? null : toId(String(roots[i]))]));
}

/**
 * The nodes at `layer` below each id: an empty list for an id that does not exist. Complete at layers 1 and 2;
 * above, branches that skip the layer are silently missing. `bytesOf` says how many bytes of JSON a list may take.
 */
export function* leavesOfMany(
  stack: Stack,
  ids: readonly Id[],
  layer: number,
  bytesOf: (id: Id) => number,
): Work<Map<Id, BigUint64Array>> {
  const question = asked(stack, 'leaves_many');
  const url = `${base(stack)}/node/leaves_many${query({ stop_layer: layer })}`;
  const works = packed(ids, bytesOf).map(({ part, bytes }) => leavesOnce(stack, url, part, question, bytes));
  const lists = new Map<Id, BigUint64Array>();
  for (const found of yield* all(works)) for (const [id, leaves] of found) lists.set(id, leaves);
  return lists;
}

/** JSON bytes of one segment's level-2 ids before anything is known: 1,000 to 20,000 nodes of 20 bytes. */
const LEVEL2_BYTES = 40_000;
/** Segments asked first, to learn how large the others are likely to be. */
const SAMPLE = 100;

/**
 * The level-2 nodes of the first segments of `ids`, as many as `nodes` allows (at least a hundred). A sample tells how
 * large the others are, so that small ones share few requests and large ones do not break one.
 */
export function* level2OfMany(
  stack: Stack,
  ids: readonly Id[],
  nodes = Number.POSITIVE_INFINITY,
): Work<Map<Id, BigUint64Array>> {
  const lists = yield* leavesOfMany(stack, ids.slice(0, SAMPLE), 2, () => LEVEL2_BYTES);
  let count = 0;
  for (const list of lists.values()) count += list.length;
  const mean = Math.max(1, count / Math.max(1, lists.size));
  const rest = ids.slice(SAMPLE, SAMPLE + Math.max(0, Math.floor((nodes - count) / mean)));
  for (const [id, list] of yield* leavesOfMany(stack, rest, 2, () => mean * 40)) lists.set(id, list);
  return lists;
}

/** Ids in groups whose replies stay within 12 MB: large ones, so few requests, that an Apps Script heap can hold. */
function packed(ids: readonly Id[], bytesOf: (id: Id) => number): { part: Id[]; bytes: number }[] {
  const groups: { part: Id[]; bytes: number }[] = [];
  for (const id of ids) {
    const bytes = bytesOf(id);
    const last = groups[groups.length - 1];
    if (last && last.bytes + bytes <= 12e6) {
      last.part.push(id);
      last.bytes += bytes;
    } else groups.push({ part: [id], bytes });
  }
  return groups;
}

/** One request; a reply too large for the ingress or cut on the way is asked again in halves. */
function* leavesOnce(
  stack: Stack,
  url: string,
  ids: Id[],
  question: Asked,
  expects: number,
): Work<Map<Id, BigUint64Array>> {
  const [reply] = yield [askJson(stack.access, url, { node_ids: ids }, question.what, expects)];
  const tooLarge = reply!.status === 413 || reply!.status === 504 || reply!.failure === 'cut';
  if (tooLarge && ids.length > 1) {
    const middle = ids.length >> 1;
    const halves = yield* all([
      leavesOnce(stack, url, ids.slice(0, middle), question, expects / 2),
      leavesOnce(stack, url, ids.slice(middle), question, expects / 2),
    ]);
    return new Map([...halves[0]!, ...halves[1]!]);
  }
  const text = readText(reply!, question);
  let lists: Map<Id, BigUint64Array>;
  try {
    lists = readIdLists(text);
  } catch {
    throw broken(question);
  }
  if (ids.some((id) => !lists.has(id))) throw broken(question);
  return lists;
}
