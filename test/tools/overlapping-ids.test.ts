/**
 * Every function over ids, asked about ids that came of one another: 80 small worlds (500 in npm run test:long) of
 * random merges, splits, undos and redos, and questions of random subsets of all ids that ever were, some of them twice. Truth by supervoxel sets.
 */

import { fragmentsOf } from '@tracer-tools/cave/graph/nodes';
import { between, pick, type Rng, rng } from '@tracer-tools/cave/rng';
import { successions } from '../../src/cave/graph/successors';
import { TtError } from '../../src/core/errors';
import type { Id } from '../../src/core/ids';
import { readLink } from '../../src/neuroglancer/link';
import { type Detail, segDetails } from '../../src/tools/get/seg-details';
import { casesOf } from '../../workbench/long';
import { type TestEnvironment, testEnvironment } from '../support/sandbox-driver';
import { rowsOf, tableOf } from './support';

/** For each seed. */
const WORLDS = casesOf(20, 125);
const SEEDS = [1, 2, 3, 4];
const EDITS = 8;
/** BANC's viewer, nm. */
const VIEWER = [4, 4, 45];

interface SmallWorld {
  cave: TestEnvironment;
  /** Every id that ever was. */
  ids: Id[];
}

/** Ids of some small families and orphans, after random edits among them. */
function smallWorld(cave: TestEnvironment, neurons: readonly Id[], random: Rng): SmallWorld {
  const { sandbox } = cave;
  const ids = new Set<Id>();
  for (const id of neurons) for (const root of familyOf(cave, id)) ids.add(root);
  const undoable: number[] = [];
  for (let n = 0; n < EDITS; n++) {
    cave.driver.sleep(60_000);
    const current = [...ids].filter((id) => sandbox.truth.isLatest(id));
    const root = pick(random, current);
    const kind = random();
    try {
      const result =
        kind < 0.35
          ? sandbox.edit({
              kind: 'merge',
              root,
              with: pick(
                random,
                current.filter((id) => id !== root),
              ),
            })
          : kind < 0.65
            ? sandbox.edit({ kind: 'split', root, share: random() })
            : kind < 0.7
              ? sandbox.edit({ kind: 'split', root, outcome: 'oneRoot' })
              : sandbox.edit({ kind: kind < 0.9 ? 'undo' : 'redo', operation: pick(random, undoable) });
      for (const id of result.after) ids.add(id as Id);
      if (kind < 0.65) undoable.push(result.operation_id);
    } catch {
      // The graph refuses: nothing left to undo, one node that cannot be cut.
    }
  }
  cave.driver.sleep(60_000);
  return { cave, ids: [...ids] };
}

/** The neurons with the fewest level-2 nodes, of three times as many. */
function smallest({ sandbox: { truth } }: TestEnvironment, count: number): Id[] {
  const sized = truth.sampleCurrent(3 * count).map((id) => ({ id: id as Id, size: truth.level2(id).length }));
  sized.sort((a, b) => a.size - b.size);
  return sized.slice(0, count).map(({ id }) => id);
}

/** The segment with everything that it came of and that came of it. */
function familyOf({ sandbox }: TestEnvironment, id: Id): Id[] {
  const { truth } = sandbox;
  return truth
    .originals(id)
    .flatMap((original) => [
      original,
      ...truth.candidates(original).map((candidate) => candidate.id),
    ]) as Id[];
}

/** A question: some ids in any order, now and then one of them twice. */
function question(ids: readonly Id[], random: Rng): Id[] {
  const requestIds = Array.from({ length: between(random, 2, 9) }, () => pick(random, ids));
  return requestIds;
}

/** Points of the segment's level-2 nodes in viewer voxels. */
function pointsIn({ sandbox: { truth } }: TestEnvironment, id: Id): Set<string> {
  const points = fragmentsOf(truth.root(id)).map(({ rep }) =>
    rep.map((nm, i) => Math.floor(nm / VIEWER[i]!)),
  );
  return new Set(points.map(String));
}

const setOf = (cave: TestEnvironment, id: Id): Set<string> => new Set(cave.sandbox.truth.supervoxels(id));

/** The original that holds most of a segment, ties by level-2 nodes and then by id. */
function largestOriginal(cave: TestEnvironment, id: Id): Id {
  const { truth } = cave.sandbox;
  const own = setOf(cave, id);
  const ranked = truth.originals(id).map((original) => ({
    id: original as Id,
    share: truth.supervoxels(original).filter((supervoxel) => own.has(supervoxel)).length,
    size: truth.level2(original).length,
  }));
  ranked.sort((a, b) => b.share - a.share || b.size - a.size || (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  return ranked[0]!.id;
}

/** What leaves decide; tables and skeletons have tests of their own. */
const WANTED = new Set<Detail>([
  'current_id',
  'volume_um3',
  'share',
  'runner_up',
  'point',
  'anchor_supervoxel',
]);

const failures: string[] = [];
let questions = 0;
function check(what: string, found: unknown, expected: unknown): void {
  questions++;
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) failures.push(`${what}: ${a?.slice(0, 300)} for ${b?.slice(0, 300)}`);
}

/** Shares to twelve digits: both sides divide the same whole numbers, perhaps in another order. */
const roundShare = (share: unknown): unknown =>
  typeof share === 'number' ? Number(share.toFixed(12)) : share;

function ask({ cave, ids }: SmallWorld, random: Rng, where: string): void {
  const { truth } = cave.sandbox;
  const now = cave.now();
  const requestIds = question(ids, random);
  const what = `${where} [${requestIds.join(' ')}]`;
  const candidates = new Map(requestIds.map((id) => [id, truth.candidates(id, undefined, now)]));

  const current = rowsOf(cave, 'TT_CURRENT_ID', requestIds, { args: [true, true] });
  requestIds.forEach((id, i) => {
    const target = candidates.get(id)!.flatMap(({ id: best, share }) => [best, roundShare(share)]);
    check(`${what} TT_CURRENT_ID ${id}`, current[i]!.map(roundShare), target);
  });
  const refused = rowsOf(cave, 'TT_CURRENT_ID', requestIds);
  requestIds.forEach((id, i) => {
    const [best] = candidates.get(id)!;
    const ambiguous = best!.share < 0.7;
    const [cell] = refused[i]! as [string];
    check(
      `${what} AMBIGUOUS ${id}`,
      cell.startsWith('AMBIGUOUS') ? 'AMBIGUOUS' : cell,
      ambiguous ? 'AMBIGUOUS' : best!.id,
    );
  });
  const fresh = rowsOf(cave, 'TT_IS_CURRENT', requestIds);
  requestIds.forEach((id, i) => {
    check(`${what} TT_IS_CURRENT ${id}`, fresh[i], [truth.isLatest(id)]);
  });
  const volumes = rowsOf(cave, 'TT_VOLUME', requestIds);
  requestIds.forEach((id, i) => {
    check(
      `${what} TT_VOLUME ${id}`,
      (volumes[i]![0] as number).toFixed(6),
      (truth.volume(id) / 1e9).toFixed(6),
    );
  });
  const counts = rowsOf(cave, 'TT_SUPERVOXEL_COUNT', requestIds);
  requestIds.forEach((id, i) => {
    check(`${what} TT_SUPERVOXEL_COUNT ${id}`, counts[i], [truth.supervoxelCount(id)]);
  });
  const coords = rowsOf(cave, 'TT_COORDS', requestIds);
  requestIds.forEach((id, i) => {
    check(`${what} TT_COORDS ${id}`, pointsIn(cave, id).has(String(coords[i])), true);
  });
  const originals = tableOf(cave, 'TT_ORIGINAL_IDS', [requestIds.map((id) => [id])]);
  for (const id of new Set(requestIds)) {
    const own = new Set(requestIds).size === 1 ? originals : originals.filter(([of]) => of === id);
    const rows = own.map((row) => row[row.length - 1]);
    check(`${what} TT_ORIGINAL_IDS ${id}`, [...rows].sort(), [...truth.originals(id)].sort());
  }

  // The details job: rows of one id with and without an anchor.
  const anchored = pick(random, requestIds);
  const anchor = pick(random, truth.supervoxels(anchored)) as Id;
  const pieces = [...new Set(requestIds.map((id) => id))].map(
    (id): { key: string; id: Id; anchor: Id | null } => ({ key: id, id, anchor: null }),
  );
  pieces.push({ key: 'anchored', id: anchored, anchor });
  const rows = cave.run(
    segDetails(cave.stack(), pieces, {
      now: now / 1000,
      wanted: WANTED,
      voteUnit: 'supervoxels',
      cache: cave.ctx().cache,
    }),
  );
  for (const { key, id } of pieces) {
    const row = rows.get(key)!;
    const [best, second] = candidates.get(id)!;
    const owner = key === 'anchored' && !truth.isLatest(id) ? truth.rootOfSupervoxel(anchor) : best!.id;
    if (key !== 'anchored' && best!.share < 0.7) {
      const refused = row.current_id instanceof TtError ? row.current_id.code : row.current_id;
      check(`${what} details ${key}`, refused, 'AMBIGUOUS');
      continue;
    }
    check(`${what} details ${key}`, row.current_id, owner);
    if (row.volume_um3 instanceof TtError) throw row.volume_um3;
    check(
      `${what} details volume ${key}`,
      Number(row.volume_um3).toFixed(6),
      (truth.volume(owner) / 1e9).toFixed(6),
    );
    if (key === 'anchored') continue;
    check(`${what} details share ${id}`, roundShare(row.share), roundShare(best!.share));
    check(`${what} details runner-up ${id}`, String(row.runner_up ?? '').split(' ')[0], second?.id ?? '');
  }

  // The link doctor's way: coarse nodes first.
  const coarse = cave.run(
    successions(cave.stack(), requestIds, { timestamp: now / 1000, voteUnit: 'chunks' }),
  );
  for (const [id, found] of coarse) {
    if (found instanceof TtError) throw found;
    const [best, second] = candidates.get(id)!;
    if (best!.share - (second?.share ?? 0) < 0.1) continue;
    check(`${what} link doctor ${id}`, found.candidates[0]!.id, best!.id);
  }

  const one = pick(random, requestIds);
  const [[link]] = tableOf(cave, 'TT_EDITS_LINK', [one]) as [[string]];
  const state = stateOf(cave, link);
  const edited = truth.operations(one).length > 0;
  check(
    `${what} TT_EDITS_LINK ${one}`,
    state.segments,
    edited ? [one, largestOriginal(cave, one)].filter((id, i, all) => all.indexOf(id) === i) : [one],
  );
  check(`${what} never edited ${one}`, /never edited/.test(state.title), !edited);
  const log = tableOf(cave, 'TT_CHANGELOG', [one]).slice(1);
  check(
    `${what} TT_CHANGELOG ${one}`,
    log.map((row) => row[0]),
    changes(cave, one, edited),
  );
}

/** By the rule of the service, from supervoxels: a merge with all ends inside and apart at first, a split with its ends apart. */
function changes({ sandbox: { truth } }: TestEnvironment, id: Id, edited: boolean): string[] {
  const own = new Set(truth.supervoxels(id));
  const { created } = truth.root(id);
  const graph = truth.graph();
  const found = truth.operations(id).filter(({ kind, source, sink }) => {
    const inside = [own.has(source), own.has(sink)];
    const split = graph.rootOfSupervoxel(source, created) !== graph.rootOfSupervoxel(sink, created);
    if (kind === 'split') return inside.some(Boolean) && split;
    return inside.every(Boolean) && graph.originalOfSupervoxel(source) !== graph.originalOfSupervoxel(sink);
  });
  if (found.length > 0)
    return found.map((operation) => String(operation.id)).sort((a, b) => Number(a) - Number(b));
  return [
    edited ? 'edited, but CAVE lists none of its edits: it lists those that still matter' : 'never edited',
  ];
}

function stateOf(cave: TestEnvironment, link: string): { title: string; segments: string[] } {
  const read = readLink(link);
  const text = read.state || postState(cave, link);
  const state = JSON.parse(text) as { title: string; layers: { name: string; segments?: string[] }[] };
  return {
    title: state.title,
    segments: state.layers.find((layer) => layer.name === 'segmentation')!.segments!,
  };
}

function postState(cave: TestEnvironment, link: string): string {
  const url = /https?:\/\/[^+]*\/nglstate\/api\/v1\/[0-9]+$/.exec(link)![0];
  const headers = { authorization: `Bearer ${cave.sandbox.token}` };
  const [reply] = cave.driver.send([{ method: 'GET', url, headers, idempotent: true, route: 'state' }]);
  return reply!.text();
}

describe.each(SEEDS)(`${WORLDS} worlds of random edits, seed %i`, (seed) => {
  test('every function over ids equals brute force', () => {
    const cave = testEnvironment(seed);
    const random = rng(seed);
    const neurons = smallest(cave, WORLDS);
    const crowd = cave.sandbox.truth.graph().family(cave.sandbox.truth.graph().world.families - 1)!;
    const orphans = crowd.roots.filter((root) => fragmentsOf(root)[0]!.size > 2).map((root) => root.id as Id);
    questions = 0;
    failures.length = 0;
    for (let n = 0; n < WORLDS; n++) {
      const some = [neurons[n]!, ...orphans.slice(3 * n, 3 * n + 3)];
      const world = smallWorld(cave, some, random);
      ask(world, random, `seed ${seed} world ${n}`);
    }
    console.log(`seed ${seed}: ${questions} answers, ${failures.length} wrong`);
    expect(failures.slice(0, 5)).toEqual([]);
    expect(questions).toBeGreaterThan(WORLDS * 20);
  }, 300_000);
});
