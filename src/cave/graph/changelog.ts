/** The edits in a root's history, from CAVE's tabular changelog. */
import { concernsCaller } from '../../core/codes';
import { digitsValue } from '../../core/digits';
import { asTtError, TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Json } from '../../core/json';
import type { HttpReply } from '../../http/request';
import type { Work } from '../../http/work';
import { getRequest } from '../client/access';
import type { Datastack } from '../client/datastack';
import type { RequestLabel } from '../client/replies';
import { ReplyParts } from '../client/reply-parts';
import { userNames } from './users';

export interface LoggedEdit {
  operation: string;
  /** Milliseconds since the epoch. */
  time: number;
  user: string;
  userName: string;
  affiliation: string;
  merge: boolean;
  before: Id[];
  /** Roots after the edit; for a split, only the piece that belongs to this root. */
  after: Id[];
}

const requestLabel = (stack: Datastack): RequestLabel => ({
  route: 'chunkedgraph tabular_change_log',
  datastack: stack.name,
});

/**
 * The log of each root, oldest edit first. It lists the edits whose result is still part of the root. Takes one request
 * per root, all in one round trip: the route for many roots is a GET with a body, which UrlFetchApp cannot send.
 */
export function* changeLogs(stack: Datastack, ids: readonly Id[]): Work<Map<Id, LoggedEdit[] | TtError>> {
  const logs = new Map<Id, LoggedEdit[] | TtError>();
  if (ids.length === 0) return logs;
  const base = `${stack.localServer}/segmentation/api/v1/table/${stack.table}/root`;
  const replies = yield ids.map((id) =>
    getRequest(
      stack.access,
      `${base}/${id}/tabular_change_log?filtered=true`,
      requestLabel(stack).route,
      200_000,
    ),
  );
  ids.forEach((id, i) => {
    logs.set(id, readOr(replies[i]!, stack));
  });
  yield* nameUsers(stack, logs);
  return logs;
}

function readOr(reply: HttpReply, stack: Datastack): LoggedEdit[] | TtError {
  try {
    return readChanges(reply, new ReplyParts(requestLabel(stack)), stack.graph.layers);
  } catch (error) {
    const failure = asTtError(error);
    // An error of one root fails only that root; an error of the account fails all roots.
    if (concernsCaller(failure.code) || failure.code === 'PENDING') throw failure;
    return failure;
  }
}

const COLUMNS = ['operation_id', 'timestamp', 'user_id', 'before_root_ids', 'after_root_ids', 'is_merge'];
/** Absent if no edit of any root has a user name, and in a log without filter. */
const MORE_COLUMNS = ['user_name', 'user_affiliation'];

/** Pandas' column form, `{column: {row label: value}}`. Row labels have gaps and are in no particular order. */
function readChanges(reply: HttpReply, parts: ReplyParts, rootLayer: number): LoggedEdit[] {
  const table = parts.fields(parts.json(reply), COLUMNS, MORE_COLUMNS);
  const columns = new Map(Object.entries(table).map(([name, column]) => [name, parts.object(column)]));
  const labels = Object.keys(columns.get('operation_id')!);
  for (const column of columns.values()) {
    parts.check(Object.keys(column).length === labels.length && labels.every((label) => label in column));
  }
  parts.check(labels.every((label) => /^[0-9]{1,9}$/.test(label)));
  const edits = labels
    .sort((a, b) => digitsValue(a) - digitsValue(b))
    .map((label) => {
      const cell = (name: string) => columns.get(name)?.[label];
      return {
        operation: parts.id(cell('operation_id')),
        time: parts.count(cell('timestamp')),
        user: parts.orNull(cell('user_id') ?? null, (user) => parts.text(user)) ?? '',
        userName: textOrEmpty(cell('user_name'), parts),
        affiliation: textOrEmpty(cell('user_affiliation'), parts),
        merge: parts.flag(cell('is_merge')),
        before: parts.nodes(cell('before_root_ids'), rootLayer),
        after: parts.nodes(cell('after_root_ids'), rootLayer),
      };
    });
  parts.check(new Set(edits.map(({ operation }) => operation)).size === edits.length);
  parts.check(edits.every(({ before, after }) => before.length > 0 && after.length > 0));
  return edits;
}

const textOrEmpty = (value: Json | undefined, parts: ReplyParts): string => {
  const text = value === undefined || value === null ? '' : parts.text(value);
  return text === 'unknown' ? '' : text;
};

/** Looks up user names that the log does not contain, in one more request. If it fails, only the user ids are shown. */
function* nameUsers(stack: Datastack, logs: Map<Id, LoggedEdit[] | TtError>): Work<null> {
  const nameless = [...logs.values()]
    .flatMap((log) => (log instanceof TtError ? [] : log))
    .filter((change) => change.userName === '' && change.user !== '');
  if (nameless.length === 0) return null;
  const names = yield* userNames(
    stack.access,
    nameless.map((change) => change.user),
  );
  for (const change of nameless) change.userName = names.get(change.user) ?? '';
  return null;
}
