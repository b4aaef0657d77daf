/** The jobs there are: what each reads as its key, what it can write, and how it answers. One declaration a job. */

import { openStack, type Stack } from '../../cave/stack';
import { codeInCell, TtError } from '../../core/errors';
import { type Id, parseId } from '../../core/ids';
import type { Cell } from '../../core/table';
import type { Work } from '../../exchange/work';
import { examineLinks } from '../../tools/check/links/examine';
import type { Param } from '../../tools/declare';
import { DETAILS, type Detail, segDetails } from '../../tools/get/seg-details';
import { ngLink } from '../../tools/make/ng-link';
import type { ColumnJobKind, DetailView, JobChoice } from '../api';
import { userContext } from '../context';
import type { Host } from '../host';
import { paramView } from '../paramView';
import { signedIn } from '../settings';
import { anchorOf, type KeyKind, type Piece, pieceOf } from '../sheet/keys';
import { answerHits, answerTriage, HIT_FIELDS, hitArgs } from './companionJobs';
import type { Ledger } from './ledger';
import type { Asked, JobRow } from './row';
import type { Job } from './state';

export interface JobSpec {
  title: string;
  words: string;
  keys: KeyKind;
  details: DetailView[];
  /** What the user says beside the column; kept with the job. */
  fields?: readonly Param[];
  /** Throws what is wrong with it. */
  check?: (options: Record<string, string>) => unknown;
  /** A row for every key. */
  answer: (asked: readonly Asked[], job: Job, ledger: Ledger, host: Host) => Work<Map<string, JobRow>>;
}

const details = (offered: readonly Detail[], initially: readonly Detail[]): DetailView[] =>
  offered.map((header) => ({
    header,
    words: DETAILS[header],
    initially: initially.includes(header),
  }));

const segments = { keys: 'pieces', answer: answerDetails } as const;

const SPECS: Record<ColumnJobKind, JobSpec> = {
  details: {
    ...segments,
    title: 'Add segment details',
    words: 'Current id, volume, cable length, synapses and proofread status beside each id.',
    details: details(Object.keys(DETAILS) as Detail[], [
      'current_id',
      'volume_um3',
      'cable_length',
      'inc_syn',
      'out_syn',
      'total_syn',
      'proofread',
    ]),
  },
  current: {
    ...segments,
    title: 'Bring ids up to date',
    words: 'The current id of each segment beside the old one, with the share that it holds.',
    details: details(
      ['current_id', 'share', 'runner_up', 'anchor_supervoxel', 'as_of'],
      ['current_id', 'share'],
    ),
  },
  anchors: {
    ...segments,
    title: 'Add anchors',
    words: 'A supervoxel and a point inside each segment: they say which piece a row means after a split.',
    details: details(['anchor_supervoxel', 'point'], ['anchor_supervoxel', 'point']),
  },
  links: {
    keys: 'pieces',
    title: 'Links for these ids',
    words: 'A viewer link for each segment, brought up to date first.',
    details: [
      { header: 'link', words: 'opens the current segment in its viewer', initially: true },
      { header: 'current_id', words: DETAILS.current_id, initially: false },
    ],
    answer: answerLinks,
  },
  doctor: {
    keys: 'texts',
    title: 'Check old links',
    words: 'A verdict for each share link, and a working link in its place where there can be one.',
    details: [
      { header: 'link_verdict', words: 'works, or what is wrong', initially: true },
      { header: 'link_reason', words: 'why', initially: true },
      { header: 'working_link', words: 'a link that works, stale ids brought up to date', initially: true },
    ],
    answer: answerDoctor,
  },
  triage: {
    keys: 'ids',
    title: 'Triage',
    words: 'Whether each segment passes a known rough spot ("swamp") of the data set. The companion looks.',
    details: [
      { header: 'swamps', words: 'the swamps that it passes, or none', initially: true },
      { header: 'swamp_points', words: 'where it crosses them, in voxels', initially: true },
    ],
    answer: answerTriage,
  },
  hits: {
    keys: 'ids',
    title: 'Crossings of a mesh',
    words:
      'Whether and where each segment’s skeleton crosses a mesh, such as a region’s outline. The companion looks.',
    details: [
      { header: 'mesh_hit', words: 'TRUE or FALSE', initially: true },
      { header: 'mesh_crossings', words: 'how often', initially: true },
      { header: 'mesh_points', words: 'where, in voxels', initially: true },
    ],
    fields: HIT_FIELDS,
    check: hitArgs,
    answer: answerHits,
  },
};

export const JOB_KINDS = Object.keys(SPECS) as ColumnJobKind[];

export const specOf = (kind: ColumnJobKind): JobSpec => SPECS[kind];

export function jobChoices(): JobChoice[] {
  return JOB_KINDS.map((kind) => {
    const { title, words, details: offered, fields = [] } = SPECS[kind];
    return { kind, title, words, details: offered, fields: fields.map(paramView) };
  });
}

/** The wanted headers in their fixed order; unknown ones are left out. */
export function wantedHeaders(kind: ColumnJobKind, headers: readonly string[]): string[] {
  return SPECS[kind].details.map(({ header }) => header).filter((header) => headers.includes(header));
}

/** A job that fills the anchors itself knows its rows by their ids alone: the key must not change as it writes. */
export function keyKindOf(kind: ColumnJobKind, headers: readonly string[]): KeyKind {
  const { keys } = SPECS[kind];
  return keys === 'pieces' && headers.includes('anchor_supervoxel') ? 'ids' : keys;
}

/**
 * Details of segments. What an earlier pass has answered is not asked again: then the current id that it wrote is
 * asked about instead of the old one.
 */
function* answerDetails(
  asked: readonly Asked[],
  job: Job,
  ledger: Ledger,
  host: Host,
): Work<Map<string, JobRow>> {
  const stack: Stack = yield* openStack(signedIn(host), job.datastack, host.memory);
  const keys = asked.map(({ key }) => key);
  const anchors = new Map(asked.map(({ key, anchor }) => [key, anchorOf(anchor)]));
  const again = keys.every((key) => currentOf(ledger, key) !== null);
  const open = again
    ? job.headers.filter((header) => keys.some((key) => !isAnswered(ledger, key, header)))
    : job.headers;
  const pieces = keys.map((key): Piece => {
    const current = again ? currentOf(ledger, key) : null;
    const piece = pieceOf(key);
    const anchor = piece.anchor ?? anchors.get(key) ?? null;
    return current === null ? { ...piece, anchor } : { key, id: current, anchor: null };
  });
  return yield* segDetails(stack, pieces, {
    now: Math.floor(host.now()) / 1000,
    wanted: new Set(open as Detail[]),
    ballot: 'chunks',
    memory: host.memory,
  });
}

/** A link to the current segment of each id; why there is none stands in its place. */
function* answerLinks(
  asked: readonly Asked[],
  job: Job,
  ledger: Ledger,
  host: Host,
): Work<Map<string, JobRow>> {
  const rows = yield* answerDetails(asked, { ...job, headers: ['current_id'] }, ledger, host);
  const ids = [...rows.values()].map((row) => row.current_id ?? null);
  const cells = ids.map((id): Cell[] => [id instanceof TtError ? null : id]);
  const links = yield* ngLink.answer({ ids: cells, options: [['each']] }, userContext(host, job.datastack));
  return new Map(
    asked.map(({ key }, i) => {
      const current = ids[i]!;
      const link = current instanceof TtError ? current : (links[i]?.[0] ?? null);
      return [key, { link, current_id: current instanceof TtError ? null : current }];
    }),
  );
}

/** Each link's verdict; a place that cannot be reached is an error to try again, never a verdict. */
function* answerDoctor(
  asked: readonly Asked[],
  job: Job,
  _ledger: Ledger,
  host: Host,
): Work<Map<string, JobRow>> {
  const found = yield* examineLinks(
    userContext(host, job.datastack),
    asked.map(({ text }) => text),
  );
  return new Map(
    asked.map(({ key, text }): [string, JobRow] => {
      const diagnosis = found.get(text)!;
      if (diagnosis instanceof TtError) return [key, { link_verdict: diagnosis }];
      const { verdict, reason, link } = diagnosis;
      return [key, { link_verdict: verdict, link_reason: reason, working_link: link }];
    }),
  );
}

function isAnswered(ledger: Ledger, key: string, header: string): boolean {
  const written = ledger.after(key)[header];
  return written !== undefined && codeInCell(written) === null;
}

function currentOf(ledger: Ledger, key: string): Id | null {
  const written = ledger.after(key).current_id;
  return typeof written === 'string' ? parseId(written) : null;
}
