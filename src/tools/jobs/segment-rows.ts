/** What jobs on segments share: the wanted details of each piece, by its key. */
import { codeInCell } from '../../core/errors';
import { type Id, parseId } from '../../core/ids';
import type { Work } from '../../http/work';
import type { JobOutput, JobRow, JobRun, KeyedRow } from '../declaration/column-job';
import { datastackOf, type ToolContext, timestampOf } from '../declaration/declare';
import { DETAILS, type Detail, segDetails } from '../get/seg-details';
import { locatePieces } from './anchor-points';
import { anchorOf, type PieceKey, pieceOf } from './piece-key';

/** Columns of details in this order, some of them selected at first. */
export const detailOutputs = (offered: readonly Detail[], selected: readonly Detail[]): JobOutput[] =>
  offered.map((offer) => ({
    ...DETAILS.find(({ name }) => name === offer)!,
    selectedByDefault: selected.includes(offer),
  }));

/**
 * Details of segments. What an earlier pass has answered is not asked again: then the current id that it wrote is
 * asked about instead of the old one.
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
  const located = yield* locatePieces(stack, pieces, ctx.cache);
  const details = yield* segDetails(stack, located.pieces, {
    now: timestampOf(ctx),
    wanted: new Set(open as Detail[]),
    voteUnit: 'chunks',
    cache: ctx.cache,
  });
  for (const [key, error] of located.failed) details.set(key, { [open[0]!]: error });
  return details;
}

function isAnswered(run: JobRun, key: string, header: string): boolean {
  const written = run.written(key)[header];
  return written !== undefined && written !== null && codeInCell(written) === null;
}

function currentOf(run: JobRun, key: string): Id | null {
  const written = run.written(key).current_id;
  return typeof written === 'string' ? parseId(written) : null;
}
