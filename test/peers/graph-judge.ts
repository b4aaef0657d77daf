/**
 * Compares every function over ids with brute force over the graph's own supervoxels, for one id at a time. Runs on any
 * CAVE: GRAPH_URL, GRAPH_TOKEN, GRAPH_DATASTACK; GRAPH_TABLE for a graph without an info service; GRAPH_IDS (text) for
 * your own ids, otherwise ids that the graph's edits retired and made.
 */
import { getRequest } from '../../src/cave/client/access';
import {
  type Datastack,
  type KeyValueCache,
  openDatastack,
  readGraphShape,
} from '../../src/cave/client/datastack';
import { layerOf } from '../../src/cave/client/node-id';
import { ReplyParts } from '../../src/cave/client/reply-parts';
import { rootsOf } from '../../src/cave/graph/chunkedgraph';
import { level2OfMany, oneByOne } from '../../src/cave/graph/leaves';
import { lineageOf, originalsOf } from '../../src/cave/graph/lineage';
import { voteOfOne } from '../../src/cave/graph/votes';
import { TtError } from '../../src/core/errors';
import { type Id, toId } from '../../src/core/ids';
import { asObject, type Json, writeJson } from '../../src/core/json';
import { fetchDriver, type Platform } from '../../src/http/drivers/fetch';
import { runAsync } from '../../src/http/runner';
import { replyTo, type Work } from '../../src/http/work';
import { readArgs } from '../../src/tools/declaration/args';
import type { OutputCell, ToolContext } from '../../src/tools/declaration/declare';
import { toolByFormula } from '../../src/tools/registry';
import { random } from '../../workbench/random';

const MOST_IDS = 60;
const ROUNDS = 8;

const server = (process.env.GRAPH_URL ?? '').replace(/\/+$/, '');
const access = { server, token: process.env.GRAPH_TOKEN ?? '' };
const datastack = process.env.GRAPH_DATASTACK ?? 'brain_and_nerve_cord';

const kept = new Map<string, string>();
const memory: KeyValueCache = {
  get: (key) => kept.get(key) ?? null,
  put: (key, value) => void kept.set(key, value),
};
const now = Date.now();
const ctx: ToolContext = { access, datastack, cache: memory, now: () => now };
const decoder = new TextDecoder();
const driver = fetchDriver(globalThis as unknown as Platform, { decode: (bytes) => decoder.decode(bytes) });
const run = <T>(work: Work<T>): Promise<T> => runAsync(work, driver, { now: Date.now, random: Math.random });

/** A datastack from the graph's own info, for a graph that runs without other services. */
async function bareStack(table: string): Promise<void> {
  const parts = new ReplyParts({ route: 'chunkedgraph info', datastack });
  const url = `${server}/segmentation/table/${table}/info`;
  const graph = readGraphShape(
    parts.json(await run(replyTo(getRequest(access, url, parts.label.route)))),
    parts,
  );
  const record = {
    aligned_volume: { name: datastack },
    segmentation_source: `graphene://${server}/segmentation/table/${table}`,
    local_server: server,
  };
  kept.set(`stack:${server}:${datastack}`, writeJson({ record, graph: { ...graph } }));
}

const json = async (stack: Datastack, path: string): Promise<Json> => {
  const url = `${stack.localServer}/segmentation/api/v1/table/${stack.table}${path}`;
  return new ReplyParts({ route: path, datastack }).json(await run(replyTo(getRequest(access, url, path))));
};

async function everyId(stack: Datastack): Promise<Id[]> {
  const own = (process.env.GRAPH_IDS ?? '').match(/[0-9]{15,20}/g);
  if (own) return [...new Set(own.map(toId))];
  const oldest = asObject(await json(stack, '/oldest_timestamp'));
  const from = Date.parse(String(oldest?.iso).replace(' ', 'T')) / 1000;
  const delta = asObject(await json(stack, `/delta_roots?timestamp_past=${from}&int64_as_str=true`));
  const ids = [delta?.old_roots, delta?.new_roots].flatMap((list) =>
    Array.isArray(list) ? list.map(toId) : [],
  );
  return [...new Set(ids)].filter((id) => layerOf(id) === stack.graph.layers);
}

/** Some ids with all their ancestors: a sheet of old ids contains such families. */
async function relatedIds(stack: Datastack, all: readonly Id[], next: () => number): Promise<Id[]> {
  const found = new Set<Id>();
  for (let tries = 0; found.size < Math.min(MOST_IDS, all.length) && tries < 10 * MOST_IDS; tries++) {
    const id = all[Math.floor(next() * all.length)]!;
    for (const relative of (await run(lineageOf(stack, [id]))).lineage.keys()) found.add(relative);
  }
  return [...found].slice(0, MOST_IDS);
}

interface Truth {
  supervoxels: BigUint64Array;
  /** Current owners of the supervoxels with their shares, largest first. */
  owners: [Id, number][];
  /** Owners before any edit. */
  originals: Map<Id, number>;
}

async function truthOf(stack: Datastack, id: Id, beginning: number): Promise<Truth> {
  const leaves = asObject(await json(stack, `/node/${id}/leaves?int64_as_str=true`))?.leaf_ids;
  const supervoxels = BigUint64Array.from((leaves as string[]).map(BigInt));
  const count = async (time: number): Promise<[Id, number][]> => {
    const tally = new Map<Id, number>();
    for (const owner of await run(rootsOf(stack, supervoxels, time))) {
      const key = toId(String(owner));
      tally.set(key, (tally.get(key) ?? 0) + 1);
    }
    return [...tally].sort((a, b) => b[1] - a[1] || (BigInt(a[0]) < BigInt(b[0]) ? -1 : 1));
  };
  return { supervoxels, owners: await count(now / 1000), originals: new Map(await count(beginning)) };
}

async function rows(
  formula: string,
  ids: readonly Id[],
  args: unknown[] = [],
): Promise<Map<Id, OutputCell[]>> {
  const tool = toolByFormula(formula);
  if (tool?.kind !== 'rows') throw new Error(formula);
  const answers = await run(tool.answer([...ids], readArgs(tool, [undefined, ...args]), ctx));
  return new Map(
    [...answers].map(([id, answer]) => [id, answer instanceof TtError ? [answer] : answer.cells]),
  );
}

let checks = 0;
const wrong: string[] = [];
function check(what: string, found: unknown, expected: unknown): void {
  checks++;
  const [a, b] = [String(found), String(expected)];
  if (a !== b) wrong.push(`${what}: ${a.slice(0, 200)} for ${b.slice(0, 200)}`);
}

async function main(): Promise<void> {
  if (process.env.GRAPH_TABLE) await bareStack(process.env.GRAPH_TABLE);
  const stack = await run(openDatastack(access, datastack, memory));
  const all = await everyId(stack);
  const next = random(1);
  const ids = await relatedIds(stack, all, next);
  if (ids.length < 2) throw new Error('the graph has no edits: edit it first, or give GRAPH_IDS');
  const oldest = String(asObject(await json(stack, '/oldest_timestamp'))?.iso).replace(' ', 'T');
  const beginning = Date.parse(oldest) / 1000;
  const truths = new Map<Id, Truth>();
  for (const id of ids) truths.set(id, await truthOf(stack, id, beginning));
  const volumes = new Map<Id, string>();
  for (const id of ids) volumes.set(id, String((await rows('TT_VOLUME', [id])).get(id)));

  for (let round = 0; round < ROUNDS; round++) {
    const request = Array.from({ length: 12 }, () => ids[Math.floor(next() * ids.length)]!);
    const distinct = [...new Set(request)];
    const current = await rows('TT_CURRENT_ID', request, [true, true]);
    const counts = await rows('TT_SUPERVOXEL_COUNT', request);
    const fresh = await rows('TT_IS_CURRENT', request);
    const sizes = await rows('TT_VOLUME', request);
    for (const id of distinct) {
      const { supervoxels, owners, originals } = truths.get(id)!;
      const shares = owners.map(([owner, n]) => [owner, (n / supervoxels.length).toFixed(9)]);
      const cells = current.get(id)!;
      const reply = shares.map((_, i) => [cells[2 * i], Number(cells[2 * i + 1]).toFixed(9)]);
      check(`TT_CURRENT_ID ${id}`, reply, shares);
      check(`TT_SUPERVOXEL_COUNT ${id}`, counts.get(id), supervoxels.length);
      check(`TT_IS_CURRENT ${id}`, fresh.get(id), owners.length === 1 && owners[0]![0] === id);
      // The L2 cache gives the measures; the judge only checks that other ids in the request change nothing.
      check(`TT_VOLUME ${id}`, sizes.get(id), volumes.get(id));
      const { lineage } = await run(lineageOf(stack, [id]));
      const found = originalsOf(lineage, id);
      check(
        `originals ${id}`,
        [...originals.keys()].every((original) => found.includes(original)),
        true,
      );
      const nodes = await run(level2OfMany(stack, oneByOne([id])));
      const votes = await run(voteOfOne(stack, id, nodes, beginning));
      check(
        `largest original ${id}`,
        Math.max(...votes.votesByRoot.values()),
        Math.max(...originals.values()),
      );
    }
  }
  console.log(
    `graph at ${new URL(server).host}: ${ids.length} of ${all.length} ids, ${checks} answers, ${wrong.length} wrong`,
  );
  for (const line of wrong.slice(0, 20)) console.log(`  ${line}`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}

void main();
