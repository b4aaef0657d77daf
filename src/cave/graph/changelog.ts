/** The edits in the history of a root, from CAVE's tabular changelog. */
import { asTtError, TtError } from '../../core/errors';
import { type Id, toId } from '../../core/ids';
import { asObject, type Json } from '../../core/json';
import type { HttpReply } from '../../http/request';
import type { Work } from '../../http/work';
import { getRequest } from '../client/access';
import type { Datastack } from '../client/datastack';
import { damagedReply, type RequestLabel, readJson } from '../client/replies';
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
  /** Of a split only the kept piece. */
  after: Id[];
}

const requestLabel = (stack: Datastack): RequestLabel => ({
  route: 'chunkedgraph tabular_change_log',
  datastack: stack.name,
});

/**
 * The log of each root, oldest edit first: edits whose result is still part of it. One request a root, all in one
 * round trip: the form for many roots is a GET with a body, which UrlFetchApp cannot send.
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
    return readChanges(readJson(reply, requestLabel(stack)), requestLabel(stack));
  } catch (error) {
    const failure = asTtError(error);
    // An error of one root fails that root; an error of the account fails all.
    if (['TOKEN', 'TERMS', 'PERMISSION', 'PENDING'].includes(failure.code)) throw failure;
    return failure;
  }
}

/** Pandas' column form: `{column: {row label: value}}`, labels with gaps, in no sure order. */
function readChanges(json: Json, logLabel: RequestLabel): LoggedEdit[] {
  const table = asObject(json);
  const column = (name: string) => asObject(table?.[name]);
  const operations = column('operation_id');
  const [times, users, merges] = [column('timestamp'), column('user_id'), column('is_merge')];
  const [before, after] = [column('before_root_ids'), column('after_root_ids')];
  if (!operations || !times || !users || !merges || !before || !after) throw damagedReply(logLabel);
  const [names, homes] = [column('user_name'), column('user_affiliation')];
  return Object.keys(operations)
    .sort((a, b) => Number(a) - Number(b))
    .map((label) => {
      const time = Number(times[label]);
      if (!Number.isFinite(time)) throw damagedReply(logLabel);
      return {
        operation: String(operations[label]),
        time,
        user: String(users[label] ?? ''),
        userName: textOrEmpty(names?.[label]),
        affiliation: textOrEmpty(homes?.[label]),
        merge: merges[label] === true,
        before: idList(before[label], logLabel),
        after: idList(after[label], logLabel),
      };
    });
}

const textOrEmpty = (value: Json | undefined): string =>
  typeof value === 'string' && value !== 'unknown' ? value : '';

export function idList(value: Json | undefined, label: RequestLabel): Id[] {
  if (!Array.isArray(value)) throw damagedReply(label);
  return value.map(toId);
}

/** Names that the log does not contain, in one more request; if it fails, only the user ids are shown. */
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
