/** get_seg_details: current id, volume, cable length and synapses of segments; their requests share round trips. */

import type { Datastack, KeyValueCache } from '../../cave/client/datastack';
import { disjoint, leavesOfMany } from '../../cave/graph/leaves';
import { AMBIGUOUS_BELOW, type Succession, successions } from '../../cave/graph/successors';
import type { VoteUnit } from '../../cave/graph/votes';
import { asTtError, TtError } from '../../core/errors';
import { distinct, type Id, toId } from '../../core/ids';
import { utcText } from '../../core/time';
import { all, allSettled, type Outcome, type Work, workOf } from '../../http/work';
import { proofread } from '../check/seg-proofread-status';
import { synapseCounts } from '../count/synapses';
import { jobOutput } from '../declaration/column-job';
import {
  CACHE_BRIEFLY,
  DATASTACK,
  datastackOf,
  IDS,
  NO_CACHE,
  type OutputCell,
  type RowAnswer,
  rowTool,
  timestampOf,
} from '../declaration/declare';
import { count, flag, INPUT_ID, id, lengthNm, text, volumeUm3 } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { cableLengths } from './cable-lengths';
import { ambiguityError, shareCell, successionOf } from './current-seg-ids';
import { type SegmentVolume, segmentVolumes, volumeCell } from './seg-3d-volume';

/** The headers in existing sheets, in their order, followed by newer ones. */
export const DETAILS = [
  jobOutput(id('current_id'), 'current segment id'),
  jobOutput(volumeUm3('volume_um3'), 'volume in µm³'),
  jobOutput(lengthNm('cable_length'), 'cable length in nm'),
  jobOutput(count('inc_syn'), 'incoming synapses'),
  jobOutput(count('out_syn'), 'outgoing synapses'),
  jobOutput(count('total_syn'), 'all synapses'),
  jobOutput(flag('proofread'), 'marked as proofread'),
  jobOutput(text('share'), 'share of the old segment in the current one'),
  jobOutput(text('runner_up'), 'the next candidate and its share'),
  jobOutput(text('point'), 'a point inside, viewer voxels'),
  jobOutput(id('anchor_supervoxel'), 'a supervoxel that says which piece is meant'),
  jobOutput(text('as_of'), 'when it was asked, UTC'),
];

export type Detail = (typeof DETAILS)[number]['name'];
export type DetailRow = Partial<Record<Detail, OutputCell>>;

export interface DetailOptions {
  /** The moment that all answers are about, in seconds since the epoch. */
  now: number;
  wanted: ReadonlySet<Detail>;
  voteUnit: VoteUnit;
  cache: KeyValueCache;
  /** True for a formula. */
  interactive?: boolean;
}

/** A segment id from a sheet, with the supervoxel that says which piece of it is meant. */
export interface PieceQuery {
  key: string;
  id: Id;
  anchor: Id | null;
}

/**
 * The requested details of every piece, by its key. If a service fails, only its own cells hold the error. A split
 * without a clear successor is refused for all details: the largest piece is never used as the answer.
 */
export function* segDetails(
  stack: Datastack,
  pieces: readonly PieceQuery[],
  options: DetailOptions,
): Work<Map<string, DetailRow>> {
  const { wanted } = options;
  const found = yield* successors(stack, pieces, options);
  const best = [...found.values()].flatMap((succession) =>
    succession instanceof TtError ? [] : [succession.candidates[0]!.id],
  );
  const measures = yield* measure(stack, distinct(best), options);
  const rows = new Map<string, DetailRow>();
  for (const [key, succession] of found) {
    rows.set(
      key,
      succession instanceof TtError ? failureRow(succession, wanted) : row(succession, measures, options),
    );
  }
  return rows;
}

/**
 * Successions by key. Rows with the same id and different anchors mean different pieces, so each anchor has its own
 * answer.
 */
function* successors(
  stack: Datastack,
  pieces: readonly PieceQuery[],
  { wanted, now, voteUnit: ballot }: DetailOptions,
): Work<Map<string, Succession | TtError>> {
  const rounds: Map<Id, Id | null>[] = [];
  const roundOf = new Map<string, number>();
  for (const { key, id, anchor } of pieces) {
    let round = rounds.findIndex((roundIds) => !roundIds.has(id) || roundIds.get(id) === anchor);
    if (round < 0) round = rounds.push(new Map()) - 1;
    rounds[round]!.set(id, anchor);
    roundOf.set(key, round);
  }
  const answers = yield* all(
    rounds.map((roundIds) =>
      successions(stack, [...roundIds.keys()], {
        timestamp: now,
        voteUnit: wanted.has('share') || wanted.has('runner_up') ? withShares(ballot) : ballot,
        supervoxels: SUPERVOXELS_A_STEP,
        anchors: new Map([...roundIds].filter((pair): pair is [Id, Id] => pair[1] !== null)),
      }),
    ),
  );
  return new Map(
    pieces.map(({ key, id }) => [
      key,
      clearSuccession(successionOf(stack, id, answers[roundOf.get(key)!]!.get(id)!)),
    ]),
  );
}

const clearSuccession = (found: Succession | TtError): Succession | TtError =>
  found instanceof TtError || !found.ambiguous ? found : ambiguityError(found);

/** Supervoxels that one step counts exactly (10 MB of ids). Shares beyond that are approximate. */
const SUPERVOXELS_A_STEP = 500_000;

const withShares = (ballot: VoteUnit): VoteUnit => (ballot === 'chunks' ? 'supervoxels' : ballot);

/** Only the first requested column holds the error, so that a count of errors counts rows. */
function failureRow(error: TtError, requestedDetails: ReadonlySet<Detail>): DetailRow {
  const [first, ...others] = DETAILS.map(({ name }) => name).filter((detail) => requestedDetails.has(detail));
  const cells: DetailRow = {};
  if (first) cells[first] = error;
  for (const detail of others) cells[detail] = null;
  return cells;
}

/** The measures of the current ids; each kind can fail by itself. */
type Measures = Record<'bulk' | 'cable' | 'synapses' | 'proofread' | 'anchor', (id: Id) => unknown | TtError>;

function* measure(stack: Datastack, ids: readonly Id[], options: DetailOptions): Work<Measures> {
  const { wanted, now, cache, interactive = false } = options;
  const want = (details: Detail[]) => details.some((detail) => wanted.has(detail)) && ids.length > 0;
  const none = <T>(): Work<Map<Id, T>> => workOf(new Map<Id, T>());
  const needsPoint = wanted.has('point') || wanted.has('anchor_supervoxel');
  const outcomes = yield* allSettled<Map<Id, unknown>>([
    want(['volume_um3', 'point', 'anchor_supervoxel'])
      ? bulksAndAnchors(stack, ids, needsPoint, wanted)
      : none(),
    want(['cable_length'])
      ? cableLengths(stack, ids, { cache, now: () => 1000 * now, interactive }, { known: true })
      : none(),
    want(['inc_syn', 'out_syn', 'total_syn']) ? synapseCounts(stack, ids, now, cache, true) : none(),
    want(['proofread']) ? proofread(stack, ids, { live: now }, cache) : none(),
  ]);
  const pick = (at: number) => fate(outcomes[at]!);
  return {
    bulk: pick(0),
    cable: pick(1),
    synapses: pick(2),
    proofread: pick(3),
    anchor: (id) => {
      const bulk = pick(0)(id);
      return bulk instanceof TtError ? bulk : (bulk as Anchored).anchor;
    },
  };
}

function fate(part: Outcome<Map<Id, unknown>>): (id: Id) => unknown | TtError {
  if (!part.ok) {
    const error = asTtError(part.error);
    return () => error;
  }
  // Never a blank: that would read as an answer.
  return (id) => part.value.get(id) ?? new TtError('FAULT', `CAVE gave no answer for ${id}`);
}

interface Anchored extends SegmentVolume {
  anchor: Id | null;
}

/** Volumes and points. Anchors take one more request: one supervoxel of each segment's largest node. */
function* bulksAndAnchors(
  stack: Datastack,
  ids: readonly Id[],
  pointed: boolean,
  requestedDetails: ReadonlySet<Detail>,
): Work<Map<Id, Anchored>> {
  // All ids are current at the same moment, so they are disjoint.
  const found = yield* segmentVolumes(stack, disjoint(ids), pointed);
  const nodes = [...found.values()].map((bulk) => bulk.largest).filter((node): node is Id => node !== null);
  const leaves = requestedDetails.has('anchor_supervoxel')
    ? yield* leavesOfMany(stack, disjoint(distinct(nodes)), 1, () => 2000)
    : new Map<Id, BigUint64Array>();
  const anchors = new Map<Id, Anchored>();
  for (const [id, bulk] of found) {
    const first = bulk.largest ? leaves.get(bulk.largest)?.[0] : undefined;
    anchors.set(id, { ...bulk, anchor: first === undefined ? null : toId(String(first)) });
  }
  return anchors;
}

function row(found: Succession, measures: Measures, options: DetailOptions): DetailRow {
  const best = found.candidates[0]!;
  const second = found.candidates[1];
  const bulk = measures.bulk(best.id);
  const synapses = measures.synapses(best.id);
  const of = <T>(value: unknown, read: (value: T) => OutputCell): OutputCell =>
    value instanceof TtError ? value : read(value as T);
  const all: Record<Detail, OutputCell> = {
    current_id: best.id,
    volume_um3: of<SegmentVolume>(bulk, volumeCell),
    cable_length: of<OutputCell>(measures.cable(best.id), (cell) => cell),
    inc_syn: of<{ in: number }>(synapses, (count) => count.in),
    out_syn: of<{ out: number }>(synapses, (count) => count.out),
    total_syn: of<{ in: number; out: number }>(synapses, (count) => count.in + count.out),
    proofread: of<boolean>(measures.proofread(best.id), (value) => value),
    share: shareOf(found),
    runner_up: second ? `${second.id} ${(second.share * 100).toFixed(1)} %` : null,
    point: of<SegmentVolume>(bulk, ({ point }) => (point ? point.join(', ') : null)),
    anchor_supervoxel: of<Id | null>(measures.anchor(best.id), (id) => id),
    as_of: utcText(options.now * 1000),
  };
  const cells: DetailRow = {};
  for (const detail of options.wanted) cells[detail] = all[detail];
  return cells;
}

/** An anchor says which piece is meant, not how large it is. */
function shareOf(found: Succession): OutputCell {
  return found.anchored ? 'anchored' : shareCell(found.candidates[0]!.share, found.exact);
}

const COLUMNS: Detail[] = ['current_id', 'volume_um3', 'cable_length', 'inc_syn', 'out_syn', 'total_syn'];

export const segDetailsTool = rowTool({
  name: 'get_seg_details',
  formula: 'TT_DETAILS',
  family: 'get',
  summary: 'Gives current id, volume, cable length and synapses of segments.',
  details:
    'Brings each id up to date first, then measures the current segment. A part that fails shows its reason in its ' +
    `own cell. A split with no piece above ${AMBIGUOUS_BELOW * 100} % is refused as AMBIGUOUS.`,
  params: [
    IDS,
    {
      name: 'headers',
      kind: 'boolean',
      description: 'TRUE names the columns of a formula in a first row',
      optional: true,
      defaultValue: false,
    },
    DATASTACK,
  ],
  returns: 'input id, current id, volume in µm³, cable length in nm, synapses in, out, total',
  example: {
    formula: '=TT_DETAILS("720575941565377335")',
    shows: '720575941565377335 | 720575941703820762 | 770.08292352 | 2826879.75 | 1662 | 7469 | 9131',
  },
  surfaces: EVERYWHERE,
  outputs: [
    ...[INPUT_ID, 'current_id'].map(id),
    volumeUm3('volume_um3'),
    lengthNm('cable_length_nm'),
    ...['inc_syn', 'out_syn', 'total_syn'].map(count),
  ],
  idsPerStep: 60,
  *answer(ids, _args, ctx) {
    const stack = yield* datastackOf(ctx);
    const pieces = ids.map((id) => ({ key: id, id, anchor: null }));
    const rows = yield* segDetails(stack, pieces, {
      now: timestampOf(ctx),
      wanted: new Set(COLUMNS),
      voteUnit: 'level2',
      cache: ctx.cache,
      interactive: ctx.interactive === true,
    });
    const answers = new Map<Id, RowAnswer | TtError>();
    for (const [id, cells] of rows) {
      const outs = COLUMNS.map((detail) => cells[detail] ?? null);
      const keep = outs.some((out) => out instanceof TtError) ? NO_CACHE : CACHE_BRIEFLY;
      answers.set(toId(id), { cells: [id, ...outs], cacheSeconds: keep });
    }
    return answers;
  },
});
