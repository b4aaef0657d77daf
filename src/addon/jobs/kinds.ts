/** The jobs there are: what each reads as its key, what it can write, and how it answers. One declaration a job. */

import { type Datastack, openDatastack } from '../../cave/client/datastack';
import { codeInCell, TtError } from '../../core/errors';
import { type Id, parseId } from '../../core/ids';
import type { Cell } from '../../core/table';
import type { Work } from '../../http/work';
import { examineLinks } from '../../tools/check/links/examine';
import type { Param } from '../../tools/declaration/declare';
import { DETAILS, type Detail, segDetails } from '../../tools/get/seg-details';
import { ngLink } from '../../tools/make/ng-link';
import { userContext } from '../access/context';
import { requireToken } from '../access/settings';
import type { ColumnJobKind, DetailView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { anchorOf, type KeyKind, type PieceKey, pieceOf } from '../sheet/keys';
import { answerHits, answerTriage, HIT_FIELDS, hitArgs } from './companion-jobs';
import type { JobRow, KeyedRow } from './job-row';
import type { Job } from './state';
import type { WriteRecord } from './write-record';

export interface JobSpec {
  title: string;
  description: string;
  keys: KeyKind;
  details: DetailView[];
  /** What the user says beside the column; kept with the job. */
  fields?: readonly Param[];
  /** Throws what is wrong with it. */
  check?: (options: Record<string, string>) => unknown;
  /** A row for every key. */
  answer: (
    keyedRows: readonly KeyedRow[],
    job: Job,
    record: WriteRecord,
    host: Host,
  ) => Work<Map<string, JobRow>>;
}

const details = (offered: readonly Detail[], initially: readonly Detail[]): DetailView[] =>
  offered.map((header) => ({
    header,
    description: DETAILS[header],
    selectedByDefault: initially.includes(header),
  }));

const segments = { keys: 'pieces', answer: answerDetails } as const;

const SPECS: Record<ColumnJobKind, JobSpec> = {
  details: {
    ...segments,
    title: 'Add segment details',
    description: 'Current id, volume, cable length, synapses and proofread status beside each id.',
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
    description: 'The current id of each segment beside the old one, with the share that it holds.',
    details: details(
      ['current_id', 'share', 'runner_up', 'anchor_supervoxel', 'as_of'],
      ['current_id', 'share'],
    ),
  },
  anchors: {
    ...segments,
    title: 'Add anchors',
    description:
      'A supervoxel and a point inside each segment: they say which piece a row means after a split.',
    details: details(['anchor_supervoxel', 'point'], ['anchor_supervoxel', 'point']),
  },
  links: {
    keys: 'pieces',
    title: 'Links for these ids',
    description: 'A viewer link for each segment, brought up to date first.',
    details: [
      { header: 'link', description: 'opens the current segment in its viewer', selectedByDefault: true },
      { header: 'current_id', description: DETAILS.current_id, selectedByDefault: false },
    ],
    answer: answerLinks,
  },
  doctor: {
    keys: 'texts',
    title: 'Check old links',
    description: 'A verdict for each share link, and a working link in its place where there can be one.',
    details: [
      { header: 'link_verdict', description: 'works, or what is wrong', selectedByDefault: true },
      { header: 'link_reason', description: 'why', selectedByDefault: true },
      {
        header: 'working_link',
        description: 'a link that works, stale ids brought up to date',
        selectedByDefault: true,
      },
    ],
    answer: answerDoctor,
  },
  triage: {
    keys: 'ids',
    title: 'Triage',
    description:
      'Whether each segment passes a known rough spot ("swamp") of the data set. The companion looks.',
    details: [
      { header: 'swamps', description: 'the swamps that it passes, or none', selectedByDefault: true },
      { header: 'swamp_points', description: 'where it crosses them, in voxels', selectedByDefault: true },
    ],
    answer: answerTriage,
  },
  hits: {
    keys: 'ids',
    title: 'Crossings of a mesh',
    description:
      'Whether and where each segment’s skeleton crosses a mesh, such as a region’s outline. The companion looks.',
    details: [
      { header: 'mesh_hit', description: 'TRUE or FALSE', selectedByDefault: true },
      { header: 'mesh_crossings', description: 'how often', selectedByDefault: true },
      { header: 'mesh_points', description: 'where, in voxels', selectedByDefault: true },
    ],
    fields: HIT_FIELDS,
    check: hitArgs,
    answer: answerHits,
  },
};

export const JOB_KINDS = Object.keys(SPECS) as ColumnJobKind[];

export const specOf = (kind: ColumnJobKind): JobSpec => SPECS[kind];

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
  keyedRows: readonly KeyedRow[],
  job: Job,
  record: WriteRecord,
  host: Host,
): Work<Map<string, JobRow>> {
  const stack: Datastack = yield* openDatastack(requireToken(host), job.datastack, host.keyValueCache);
  const keys = keyedRows.map(({ key }) => key);
  const anchors = new Map(keyedRows.map(({ key, anchor }) => [key, anchorOf(anchor)]));
  const again = keys.every((key) => currentOf(record, key) !== null);
  const open = again
    ? job.headers.filter((header) => keys.some((key) => !isAnswered(record, key, header)))
    : job.headers;
  const pieces = keys.map((key): PieceKey => {
    const current = again ? currentOf(record, key) : null;
    const piece = pieceOf(key);
    const anchor = piece.anchor ?? anchors.get(key) ?? null;
    return current === null ? { ...piece, anchor } : { key, id: current, anchor: null };
  });
  return yield* segDetails(stack, pieces, {
    now: Math.floor(host.now()) / 1000,
    wanted: new Set(open as Detail[]),
    voteUnit: 'chunks',
    cache: host.keyValueCache,
  });
}

/** A link to the current segment of each id; why there is none stands in its place. */
function* answerLinks(
  keyedRows: readonly KeyedRow[],
  job: Job,
  record: WriteRecord,
  host: Host,
): Work<Map<string, JobRow>> {
  const rows = yield* answerDetails(keyedRows, { ...job, headers: ['current_id'] }, record, host);
  const ids = [...rows.values()].map((row) => row.current_id ?? null);
  const cells = ids.map((id): Cell[] => [id instanceof TtError ? null : id]);
  const links = yield* ngLink.answer({ ids: cells, options: [['each']] }, userContext(host, job.datastack));
  return new Map(
    keyedRows.map(({ key }, i) => {
      const current = ids[i]!;
      const link = current instanceof TtError ? current : (links[i]?.[0] ?? null);
      return [key, { link, current_id: current instanceof TtError ? null : current }];
    }),
  );
}

/** Each link's verdict; a place that cannot be reached is an error to try again, never a verdict. */
function* answerDoctor(
  keyedRows: readonly KeyedRow[],
  job: Job,
  _ledger: WriteRecord,
  host: Host,
): Work<Map<string, JobRow>> {
  const found = yield* examineLinks(
    userContext(host, job.datastack),
    keyedRows.map(({ text }) => text),
  );
  return new Map(
    keyedRows.map(({ key, text }): [string, JobRow] => {
      const diagnosis = found.get(text)!;
      if (diagnosis instanceof TtError) return [key, { link_verdict: diagnosis }];
      const { verdict, reason, link } = diagnosis;
      return [key, { link_verdict: verdict, link_reason: reason, working_link: link }];
    }),
  );
}

function isAnswered(record: WriteRecord, key: string, header: string): boolean {
  const written = record.after(key)[header];
  return written !== undefined && codeInCell(written) === null;
}

function currentOf(record: WriteRecord, key: string): Id | null {
  const written = record.after(key).current_id;
  return typeof written === 'string' ? parseId(written) : null;
}
