/** get_seg_changelog: the edits in a segment's history, from CAVE's own log. */
import { changeLogs, type LoggedEdit } from '../../cave/graph/changelog';
import { TtError } from '../../core/errors';
import { CACHE_FOREVER, DATASTACK, type OutputCell, tableTool } from '../declaration/declare';
import { ID_OR_IDS } from '../declaration/id-cells';
import { date, flag, type Output, outputNames, text } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { historyTable, orNoEdits, type Rows } from '../segments/history';

const COLUMNS: readonly Output[] = [
  text('operation_id'),
  date('timestamp'),
  text('user_id'),
  text('before_root_ids'),
  text('after_root_ids'),
  flag('is_merge'),
  text('user_name'),
  text('user_affiliation'),
];

const rowOf = (change: LoggedEdit): OutputCell[] => [
  change.operation,
  new Date(change.time),
  change.user,
  change.before.join(', '),
  change.after.join(', '),
  change.merge,
  change.userName,
  change.affiliation,
];

export const segChangelog = tableTool({
  name: 'get_seg_changelog',
  formula: 'TT_CHANGELOG',
  family: 'get',
  summary: 'Gives the log of edits that made a segment.',
  details:
    'The table as CAVE keeps it, oldest edit first: edits whose result is still part of the segment. Of a split, ' +
    'after_root_ids names the kept piece alone; TT_EDITS names both. Times are UTC instants, shown in the sheet’s ' +
    'zone. A split that was undone and its undo are not listed; a segment without rows says whether it was ever edited.',
  params: [ID_OR_IDS, DATASTACK],
  returns: 'headers and one row an edit',
  example: { formula: '=TT_CHANGELOG("720575941703820762")', shows: 'operation_id | timestamp and so on' },
  surfaces: EVERYWHERE,
  outputs: COLUMNS,
  hasHeaderRow: true,
  cacheSeconds: CACHE_FOREVER,
  *answer(args, ctx) {
    return yield* historyTable(args, ctx, outputNames(COLUMNS), function* (stack, ids) {
      const logs = yield* changeLogs(stack, ids);
      const rows = [...logs].map(([id, log]): [typeof id, Rows] => [
        id,
        log instanceof TtError ? log : log.map(rowOf),
      ]);
      return yield* orNoEdits(stack, new Map(rows));
    });
  },
});
