/**
 * Job "Settle splits": writes an anchor for rows that were split without a clear successor, by the user's choice or by
 * the largest share.
 */
import { splitPieces } from '../../cave/graph/split-pieces';
import { TtError } from '../../core/errors';
import { type Id, parseId } from '../../core/ids';
import { readNumber } from '../../core/number-text';
import type { Work } from '../../http/work';
import { columnJob, type JobRow, type JobRun, type KeyedRow } from '../declaration/column-job';
import { datastackOf, type OutputCell, type ToolContext, timestampOf } from '../declaration/declare';
import { currentSegIds } from '../get/current-seg-ids';
import { DETAILS } from '../get/seg-details';
import { anchorOf, pieceOf } from './piece-key';
import { answerDetails, detailOutputs } from './segment-rows';

const ANCHOR = 'anchor_supervoxel';

export const settleSplitsJob = columnJob({
  name: 'settle_splits',
  title: 'Settle splits',
  summary:
    'Rows whose segment was split without a clear successor get an anchor in the piece that is meant, and are asked again.',
  keys: 'pieces',
  outputs: detailOutputs(
    DETAILS.map(({ name }) => name),
    ['current_id', ANCHOR],
  ),
  params: [
    {
      name: 'least_share',
      kind: 'number',
      description: 'The largest piece is meant where it holds at least this part of the old segment, %',
      optional: true,
    },
    {
      name: 'choices',
      kind: 'text',
      description: 'Or by choice: an id and a supervoxel of the piece, pairs separated by commas',
      optional: true,
    },
  ],
  check: settlements,
  answersOf: [currentSegIds.name],
  answer: settleSplits,
});

interface Settlements {
  /** 0 to 1; null if no piece is chosen by its size. */
  least: number | null;
  /** Supervoxels of the chosen pieces, by the old id. */
  choices: Map<Id, Id>;
}

/** Throws INPUT for a text that is neither a share nor a choice. */
export function settlements({ least_share = '', choices = '' }: JobRun['options']): Settlements {
  const text = least_share.replace(/%\s*$/, '').trim();
  const percent = readNumber(text);
  if (text !== '' && percent === null) throw new TtError('INPUT', 'least_share: a part in %, such as 60');
  const least = percent === null ? null : percent / 100;
  // Half is not enough: at one half or below, another piece may be as large.
  if (least !== null && !(least > 0.5 && least <= 1)) {
    throw new TtError('INPUT', 'least_share: more than 50 %, at most 100 %');
  }
  const choiceOf = new Map<Id, Id>();
  for (const pair of choices.split(',').map((part) => part.trim())) {
    if (pair === '') continue;
    const [id, supervoxel, ...rest] = pair.split(/\s+/);
    const [segment, anchor] = [parseId(id ?? ''), anchorOf(supervoxel)];
    if (segment === null || anchor === null || rest.length > 0) {
      throw new TtError('INPUT', `choices: an id and a supervoxel, not "${pair.slice(0, 60)}"`);
    }
    choiceOf.set(segment, anchor);
  }
  if (least === null && choiceOf.size === 0) {
    throw new TtError('INPUT', 'say from which share on the largest piece is meant');
  }
  return { least, choices: choiceOf };
}

function* settleSplits(rows: readonly KeyedRow[], run: JobRun, ctx: ToolContext): Work<Map<string, JobRow>> {
  const { least, choices } = settlements(run.options);
  const headers = run.headers.filter((header) => header !== ANCHOR);
  const detailsRun = {
    ...run,
    headers: headers.includes('current_id') ? headers : ['current_id', ...headers],
  };
  // An existing anchor already decides.
  const anchorOfRow = ({ key, anchor }: KeyedRow): Id | null =>
    anchorOf(anchor) ?? choices.get(pieceOf(key).id) ?? null;
  const answers = yield* answerDetails(
    rows.map((row) => ({ ...row, anchor: anchorOfRow(row) ?? row.anchor })),
    detailsRun,
    ctx,
  );
  const anchors = new Map<string, OutputCell>();
  for (const row of rows) {
    const choice = anchorOf(row.anchor) === null ? choices.get(pieceOf(row.key).id) : undefined;
    if (choice !== undefined) anchors.set(row.key, choice);
  }
  const open = rows.filter(({ key }) => isAmbiguous(answers.get(key)));
  const largest = least === null ? [] : yield* largestPieces(open, least, ctx);
  for (const [row, supervoxel] of largest) anchors.set(row.key, supervoxel);
  if (largest.length > 0) {
    const again = yield* answerDetails(
      largest.map(([row, anchor]) => ({ ...row, anchor })),
      detailsRun,
      ctx,
    );
    for (const [key, answer] of again) answers.set(key, answer);
  }
  return new Map(
    rows.map(({ key }) => {
      const { current_id, ...measures } = answers.get(key) ?? {};
      const anchor = anchors.get(key);
      return [
        key,
        {
          ...(run.headers.includes('current_id') ? { current_id: current_id ?? null } : {}),
          ...measures,
          ...(run.headers.includes(ANCHOR) && anchor !== undefined ? { [ANCHOR]: anchor } : {}),
        },
      ];
    }),
  );
}

const isAmbiguous = (answer: JobRow | undefined): boolean =>
  Object.values(answer ?? {}).some((cell) => cell instanceof TtError && cell.code === 'AMBIGUOUS');

/** The rows whose largest piece holds enough, each with a supervoxel of that piece. */
function* largestPieces(rows: readonly KeyedRow[], least: number, ctx: ToolContext): Work<[KeyedRow, Id][]> {
  const stack = yield* datastackOf(ctx);
  const settledRows: [KeyedRow, Id][] = [];
  for (const row of rows) {
    const { pieces } = yield* splitPieces(stack, pieceOf(row.key).id, timestampOf(ctx));
    const [best] = pieces;
    if (best && best.share >= least && best.supervoxel !== null) settledRows.push([row, best.supervoxel]);
  }
  return settledRows;
}
