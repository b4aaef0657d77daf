/** The edits in the history of a root, as CAVE's tabular log lists them. */
import { asTtError, TtError } from '../core/errors';
import { type Id, toId } from '../core/ids';
import { asObject, type Json } from '../core/json';
import type { HttpReply } from '../exchange/request';
import type { Work } from '../exchange/work';
import { get } from './access';
import { type Asked, broken, readJson } from './replies';
import type { Stack } from './stack';
import { userNames } from './users';

export interface Change {
  operation: string;
  /** Milliseconds since the epoch. */
  time: number;
  user: string;
  userName: string;
  affiliation: string;
  merge: boolean;
  before: Id[];
  /** For a split the kept piece alone. */
  after: Id[];
}

const asked = (stack: Stack): Asked => ({ what: 'chunkedgraph tabular_change_log', datastack: stack.name });

/**
 * The log of each root, oldest edit first: edits whose result is still part of it. One request a root, all in one
 * round trip: the form for many roots is a GET with a body, which UrlFetchApp cannot send.
 */
export function* changeLogs(stack: Stack, ids: readonly Id[]): Work<Map<Id, Change[] | TtError>> {
  const logs = new Map<Id, Change[] | TtError>();
  if (ids.length === 0) return logs;
  const base = `${stack.local}/segmentation/api/v1/table/${stack.table}/root`;
  const replies = yield ids.map((id) =>
    get(stack.access, `${base}/${id}/tabular_change_log?filtered=true`, asked(stack).what, 200_000),
  );
  ids.forEach((id, i) => {
    logs.set(id, readOr(replies[i]!, stack));
  });
  yield* nameUsers(stack, logs);
  return logs;
}

function readOr(reply: HttpReply, stack: Stack): Change[] | TtError {
  try {
    return readChanges(readJson(reply, asked(stack)), asked(stack));
  } catch (error) {
    const said = asTtError(error);
    // What fails for one root fails for that root; what fails for the account fails for all.
    if (['TOKEN', 'TERMS', 'PERMISSION', 'PENDING'].includes(said.code)) throw said;
    return said;
  }
}

/** Pandas' column form: `{column: {row label: value}}`, labels with gaps, in no sure order. */
function readChanges(json: Json, question: Asked): Change[] {
  const table = asObject(json);
  const column = (name: string) => asObject(table?.[name]);
  const operations = column('operation_id');
  const [times, users, merges] = [column('timestamp'), column('user_id'), column('is_merge')];
  const [before, after] = [column('before_root_ids'), column('after_root_ids')];
  if (!operations || !times || !users || !merges || !before || !after) throw broken(question);
  const [names, homes] = [column('user_name'), column('user_affiliation')];
  return Object.keys(operations)
    .sort((a, b) => Number(a) - Number(b))
    .map((label) => {
      const time = Number(times[label]);
      if (!Number.isFinite(time)) throw broken(question);
      return {
        operation: String(operations[label]),
        time,
        user: String(users[label] ?? ''),
        userName: known(names?.[label]),
        affiliation: known(homes?.[label]),
        merge: merges[label] === true,
        before: idList(before[label], question),
        after: idList(after[label], question),
      };
    });
}

const known = (value: Json | undefined): string =>
  typeof value === 'string' && value !== 'unknown' ? value : '';

export function idList(value: Json | undefined, question: Asked): Id[] {
  if (!Array.isArray(value)) throw broken(question);
  return value.map(toId);
}

/** Names that the log did not bring, in one more request; without them the ids stand alone. */
function* nameUsers(stack: Stack, logs: Map<Id, Change[] | TtError>): Work<null> {
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
