/** Shared by the jobs on segments: the requested details of each piece, by its key. */
import type { Datastack } from '../../cave/client/datastack';
import { isLatest } from '../../cave/graph/chunkedgraph';
import { codeInCell } from '../../core/errors';
import { distinct, type Id, parseId } from '../../core/ids';
import type { Cell } from '../../core/table';
import { allOf, type Work } from '../../http/work';
import type { JobOutput, JobRow, JobRun, KeyedRow } from '../declaration/column-job';
import { datastackOf, type OutputCell, type ToolContext, timestampOf } from '../declaration/declare';
import { DETAILS, type Detail, type DetailOptions, segDetails } from '../get/seg-details';
import { locatePieces } from './anchor-points';
import { anchorOf, type PieceKey, pieceOf } from './piece-key';

/** The columns of details in this order; `selected` are preselected. */
export const detailOutputs = (
  offeredDetails: readonly Detail[],
  selectedDetails: readonly Detail[],
): JobOutput[] =>
  offeredDetails.map((offer) => ({
    ...DETAILS.find(({ name }) => name === offer)!,
    selectedByDefault: selectedDetails.includes(offer),
  }));

/**
 * Details of segments. Does not request again what an earlier pass has answered: it then uses the current id that the
 * pass wrote in place of the old one.
 */
export function* answerDetails(
  rows: readonly KeyedRow[],
  run: JobRun,
  ctx: ToolContext,
): Work<Map<string, JobRow>> {
  const stack = yield* datastackOf(ctx);
  const keys = rows.map(({ key }) => key);
  const anchors = new Map(rows.map(({ key, anchor }) => [key, anchorOf(anchor)]));
  const again = keys.every((key) => currentOf(run, key) !== null);
  const open = again
    ? run.headers.filter((header) => keys.some((key) => !isAnswered(run, key, header)))
    : run.headers;
  const pieces = keys.map((key): PieceKey => {
    const current = again ? currentOf(run, key) : null;
    const piece = pieceOf(key);
    const anchor = piece.anchor ?? (piece.at ? null : (anchors.get(key) ?? null));
    return current === null ? { ...piece, anchor } : { key, id: current, anchor: null };
  });
  const now = timestampOf(ctx);
  const uneditedRows = again ? new Map<string, Unedited>() : yield* uneditedOf(stack, rows, run, now);
  const options = { now, voteUnit: 'chunks', cache: ctx.cache } as const;
  const locatedPieces = yield* locatePieces(
    stack,
    pieces.filter(({ key }) => !uneditedRows.has(key)),
    ctx.cache,
  );
  const [details, others] = yield* allOf<[Map<string, JobRow>, Map<string, JobRow>]>([
    segDetails(stack, locatedPieces.pieces, { ...options, wanted: new Set(open as Detail[]) }),
    changingDetails(stack, uneditedRows, run, options),
  ]);
  for (const [key, error] of locatedPieces.failures) details.set(key, { [open[0]!]: error });
  for (const [key, row] of others) details.set(key, row);
  return details;
}

/** Details that stay the same as long as no edit replaces the segment. */
const LASTING: readonly string[] = [
  'current_id',
  'share',
  'volume_um3',
  'cable_length',
  'point',
  'anchor_supervoxel',
];

interface Unedited {
  id: Id;
  cells: JobRow;
}

/**
 * Rows whose segment no edit has replaced since the schedule's last run, with the values of that run. Takes one request
 * for all rows. If a segment held most of a row's old segment, it still does while it is the latest. `delta_roots`
 * would be cheaper for the service, but it leaves out edits that were committed late or repaired: it cannot prove that
 * a segment was not edited.
 */
function* uneditedOf(
  stack: Datastack,
  rows: readonly KeyedRow[],
  run: JobRun,
  now: number,
): Work<Map<string, Unedited>> {
  const lastingHeaders = run.headers.filter((header) => LASTING.includes(header));
  const found = new Map<string, Unedited>();
  for (const { key } of rows) {
    const earlier = run.earlier?.(key);
    const id = typeof earlier?.current_id === 'string' ? parseId(earlier.current_id) : null;
    if (!earlier || !id) continue;
    // An edit may have changed the next candidate and not this one.
    if (run.headers.includes('runner_up') && id !== pieceOf(key).id) continue;
    const cells = Object.fromEntries(
      lastingHeaders.map((header): [string, OutputCell] => [header, earlier[header] ?? null]),
    );
    if (lastingHeaders.every((header) => isValue(earlier[header]))) found.set(key, { id, cells });
  }
  if (found.size === 0) return found;
  const latest = yield* isLatest(stack, distinct([...found.values()].map(({ id }) => id)), now);
  for (const [key, { id }] of found) if (!latest.get(id)) found.delete(key);
  return found;
}

/**
 * Details that may change without an edit (synapses, proofreading marks, the time), requested for the segment in the
 * row.
 */
function* changingDetails(
  stack: Datastack,
  uneditedRows: ReadonlyMap<string, Unedited>,
  run: JobRun,
  options: Omit<DetailOptions, 'wanted'>,
): Work<Map<string, JobRow>> {
  const changing = run.headers.filter((header) => !LASTING.includes(header)) as Detail[];
  const pieces = [...uneditedRows].map(([key, { id }]) => ({ key, id, anchor: null }));
  const found =
    changing.length > 0 && pieces.length > 0
      ? yield* segDetails(stack, pieces, { ...options, wanted: new Set(changing) })
      : new Map<string, JobRow>();
  return new Map([...uneditedRows].map(([key, { cells }]) => [key, { ...cells, ...found.get(key) }]));
}

const isAnswered = (run: JobRun, key: string, header: string): boolean => isValue(run.written(key)[header]);

const isValue = (cell: Cell | undefined): boolean =>
  cell !== undefined && cell !== null && cell !== '' && codeInCell(cell) === null;

function currentOf(run: JobRun, key: string): Id | null {
  const writtenId = run.written(key).current_id;
  return typeof writtenId === 'string' ? parseId(writtenId) : null;
}
