/** check_seg_proofread_status: does the datastack's proofreading table list each segment as proofread? */
import { slices } from '../../cave/chunkedgraph';
import { configOf } from '../../cave/config';
import { readRows, tableQuery } from '../../cave/materialize';
import type { Stack } from '../../cave/stack';
import type { TracerConfig } from '../../cave/tracerConfig';
import { TtError } from '../../core/errors';
import { type Id, parseId } from '../../core/ids';
import type { Json } from '../../core/json';
import { all, type Work } from '../../exchange/work';
import {
  type Args,
  BRIEFLY,
  DATASTACK,
  FOREVER,
  IDS,
  instant,
  type RowAnswer,
  rowTool,
  stackOf,
} from '../declare';
import { splitSegments } from '../segments';

/** Ids are inlined into SQL by the server: tens of thousands are realistic. */
const IDS_A_QUERY = 10_000;

/**
 * True for an id that the table lists and whose every listed row says so. `at` is a version, or the moment in
 * seconds at which the newest edits and rows count.
 */
export function* proofread(
  stack: Stack,
  ids: readonly Id[],
  at: { version: number } | { live: number },
): Work<Map<Id, boolean>> {
  const config = configOf(stack.name, stack.record);
  const table = stack.record.proofreading_status_table ?? config.proofreading_table_name;
  if (!table) throw new TtError('NONE', `${stack.name} has no proofreading table`);
  const column = config.proofreading_table_seg_col ?? 'pt_root_id';
  const read = function* (part: Id[]): Work<{ [column: string]: Json }[]> {
    const [reply] = yield [tableQuery(stack, { table, at, among: { [column]: part } })];
    return readRows(reply!, stack, table);
  };
  const status = new Map<Id, boolean>(ids.map((id) => [id, false]));
  const seen = new Set<Id>();
  for (const rows of yield* all(slices(ids, IDS_A_QUERY).map(read))) {
    for (const row of rows) {
      const id = parseId(String(row[column]));
      if (id === null || !status.has(id)) continue;
      const says = saysProofread(row, config);
      status.set(id, seen.has(id) ? status.get(id)! && says : says);
      seen.add(id);
    }
  }
  return status;
}

/** Texts that mean no in CAVE's status columns. */
const NO = new Set(['f', 'false', 'non', 'none', 'no', 'not_proofread', '']);

function saysProofread(row: { [column: string]: Json }, config: TracerConfig): boolean {
  const named = config.proofreading_table_status_col;
  const columns =
    named && named in row
      ? [named]
      : Object.keys(row).filter((name) => name === 'proofread' || /^status(_|$)/.test(name));
  if (columns.length === 0) {
    throw new TtError('NONE', 'the proofreading table has no status column that is known here');
  }
  return columns.every((name) => {
    const value = row[name];
    return typeof value === 'string' ? !NO.has(value.toLowerCase()) : value === true;
  });
}

/** What `as_of` means: nothing = live; a version's number = that version. */
export function asOf(args: Args, now: number): { version: number } | { live: number } {
  const text = String(args.as_of ?? '').trim();
  if (text === '' || text === 'live') return { live: now };
  if (/^[0-9]{1,6}$/.test(text)) return { version: Number(text) };
  throw new TtError('INPUT', `as_of: "${text.slice(0, 20)}" is neither live nor a version number`);
}

export const segProofreadStatus = rowTool({
  name: 'check_seg_proofread_status',
  formula: 'TT_IS_PROOFREAD',
  family: 'check',
  summary: 'Tells whether segments are marked as proofread.',
  details:
    'Live by default: the newest edits and rows count. Every row that lists the segment must say so. FALSE is an ' +
    'answer (not listed, or listed as not proofread); a failed look-up is never written as FALSE. An outdated id is ' +
    'listed nowhere: bring it up to date first.',
  params: [
    IDS,
    {
      name: 'as_of',
      kind: 'text',
      words: 'a materialized version’s number instead of live',
      optional: true,
      initial: 'live',
    },
    DATASTACK,
  ],
  gives: 'TRUE or FALSE for each id',
  example: { formula: '=TT_IS_PROOFREAD("720575941609391725")', shows: 'TRUE' },
  faces: 'FMT',
  columns: () => ['proofread'],
  step: 10_000,
  *answer(ids, args, ctx) {
    const at = asOf(args, instant(ctx));
    const stack = yield* stackOf(ctx);
    const { segments, others } = splitSegments(stack, ids);
    const answers = new Map<Id, RowAnswer | TtError>(others);
    for (const [id, status] of yield* proofread(stack, segments, at)) {
      answers.set(id, { cells: [status], keep: 'version' in at ? FOREVER : BRIEFLY });
    }
    return answers;
  },
});
