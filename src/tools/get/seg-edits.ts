/** get_seg_edits: one row per edit in a segment's history, with its points and the ids of both sides. */

import type { Datastack } from '../../cave/client/datastack';
import { changeLogs, type LoggedEdit } from '../../cave/graph/changelog';
import { type Operation, operationDetails } from '../../cave/graph/operations';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Work } from '../../http/work';
import { CACHE_FOREVER, DATASTACK, type OutputCell, tableTool } from '../declaration/declare';
import { ID_OR_IDS } from '../declaration/id-cells';
import { axes, date, type Output, outputNames, text } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { historyTable, orNoEdits, type Rows } from '../segments/history';

export interface Edit {
  change: LoggedEdit;
  /** Null if CAVE has no details of the operation; an error if they could not be read. */
  operation: Operation | TtError | null;
  /** For a merge all roots that it created, for a split both pieces. */
  after: Id[];
  /** For a merge the ids before it, for a split the ids after it. */
  pair: Id[];
}

/**
 * The edits of each segment, oldest first. Takes one request per segment and one per some 200 operations, in two round
 * trips.
 */
export function* editsOf(stack: Datastack, ids: readonly Id[]): Work<Map<Id, Edit[] | TtError>> {
  const logs = yield* changeLogs(stack, ids);
  const operations = [...logs.values()].flatMap((log) =>
    log instanceof TtError ? [] : log.map((change) => change.operation),
  );
  const details = yield* operationDetails(stack, operations);
  const edits = new Map<Id, Edit[] | TtError>();
  for (const [id, log] of logs) {
    edits.set(id, log instanceof TtError ? log : log.map((change) => editOf(change, details)));
  }
  return edits;
}

function editOf(change: LoggedEdit, details: Map<string, Operation | TtError>): Edit {
  const operation = details.get(change.operation) ?? null;
  const roots = operation === null || operation instanceof TtError ? [] : operation.roots;
  const after = !change.merge && roots.length > 0 ? roots : change.after;
  return { change, operation, after, pair: change.merge ? change.before : after };
}

const COLUMNS: readonly Output[] = [
  text('operation_id'),
  date('time'),
  text('edit'),
  ...axes('viewer voxels', ['1', '2']),
  text('before_ids'),
  text('after_ids'),
  text('pair'),
  text('user_id'),
  text('user_name'),
];

function rowOf({ change, operation, after, pair }: Edit): OutputCell[] {
  return [
    change.operation,
    new Date(change.time),
    change.merge ? 'merge' : 'split',
    ...pointsOf(operation),
    change.before.join(', '),
    after.join(', '),
    pair.join(', '),
    change.user,
    change.userName,
  ];
}

function pointsOf(operation: Edit['operation']): OutputCell[] {
  if (operation instanceof TtError) return [operation, null, null, null, null, null];
  const missing = new TtError('NONE', 'CAVE keeps no points of this edit');
  return operation?.points ? operation.points.flat() : [missing, null, null, null, null, null];
}

export const segEdits = tableTool({
  name: 'get_seg_edits',
  formula: 'TT_EDITS',
  family: 'get',
  summary: 'Lists the edits that made a segment: when, where, by whom, and the ids before and after.',
  details:
    'Oldest edit first. The two points are the sides of the edit in voxels of the viewer’s resolution: of a merge the ' +
    'points that were clicked, of a split the mean of its points. pair is the ids before a merge or after a split. ' +
    'Several ids in one cell are separated by commas. Edits are listed while they still matter: a split that was undone ' +
    'and its undo are not. A segment without rows says whether it was ever edited.',
  params: [ID_OR_IDS, DATASTACK],
  returns: 'headers and one row an edit',
  example: { formula: '=TT_EDITS("720575941703820762")', shows: 'operation_id | time | edit and so on' },
  surfaces: EVERYWHERE,
  outputs: COLUMNS,
  hasHeaderRow: true,
  cacheSeconds: CACHE_FOREVER,
  *answer(args, ctx) {
    return yield* historyTable(args, ctx, outputNames(COLUMNS), function* (stack, ids) {
      const edits = yield* editsOf(stack, ids);
      const rows = [...edits].map(([id, list]): [Id, Rows] => [
        id,
        list instanceof TtError ? list : list.map(rowOf),
      ]);
      return yield* orNoEdits(stack, new Map(rows));
    });
  },
});
