/** Explains why a current id changed: the edits between the old and the new id, and the user of the last one. */

import type { Datastack } from '../../cave/client/datastack';
import { changeLogs, type LoggedEdit } from '../../cave/graph/changelog';
import { type Lineage, lineageOf } from '../../cave/graph/lineage';
import { TtError } from '../../core/errors';
import { distinct, type Id } from '../../core/ids';
import { allOf, type Work } from '../../http/work';

export interface IdChange {
  from: Id;
  to: Id;
}

export interface EditsBetween {
  merges: number;
  splits: number;
  /** A sentence: the number of edits, and the day and user of the last one. */
  note: string;
}

/** Each new id's log is one request; for more ids than this, no user is named. */
const NAMED = 100;

/**
 * The edits of each change, in order. Takes one request for up to 200 new ids, and one for each of up to 100, in one
 * round trip.
 */
export function* editsBetween(stack: Datastack, changes: readonly IdChange[]): Work<EditsBetween[]> {
  if (changes.length === 0) return [];
  const ids = distinct(changes.map(({ to }) => to));
  const [{ lineage }, last] = yield* allOf<[{ lineage: Lineage }, Map<Id, LoggedEdit>]>([
    lineageOf(stack, ids),
    lastEdits(stack, ids.slice(0, NAMED)),
  ]);
  return changes.map(({ from, to }) => {
    const newRoots = between(lineage, from, to);
    const merges = newRoots.filter((id) => lineage.get(id)!.parents.length > 1).length;
    const splits = newRoots.length - merges;
    return { merges, splits, note: sentence(lineage, newRoots, { merges, splits }, last.get(to)) };
  });
}

/**
 * The latest logged edit of each id. An id whose log cannot be read has none: that it changed is known without the log.
 */
function* lastEdits(stack: Datastack, ids: readonly Id[]): Work<Map<Id, LoggedEdit>> {
  const last = new Map<Id, LoggedEdit>();
  let logs: Map<Id, LoggedEdit[] | TtError>;
  try {
    logs = yield* changeLogs(stack, ids);
  } catch {
    return last;
  }
  for (const [id, log] of logs) {
    if (log instanceof TtError || log.length === 0) continue;
    last.set(
      id,
      log.reduce((latest, edit) => (edit.time > latest.time ? edit : latest)),
    );
  }
  return last;
}

function sentence(
  lineage: Lineage,
  newRoots: readonly Id[],
  { merges, splits }: { merges: number; splits: number },
  last: LoggedEdit | undefined,
): string {
  if (newRoots.length === 0) return 'another piece of the old segment is the larger one now';
  const parts = [count(merges, 'merge'), count(splits, 'split')].filter((part) => part !== '');
  const lastTime = Math.max(...newRoots.map((id) => lineage.get(id)!.created)) * 1000;
  const day = lastTime > 0 ? `, the last on ${new Date(lastTime).toISOString().slice(0, 10)}` : '';
  const name = last === undefined ? '' : last.userName || `user ${last.user}`;
  return `${parts.join(' and ')}${day}${name === '' ? '' : ` by ${name}`}`;
}

const count = (n: number, what: string): string => (n === 0 ? '' : `${n} ${what}${n === 1 ? '' : 's'}`);

/** The roots after `from` on all paths to `to`; each is the result of one edit. */
function between(lineage: Lineage, from: Id, to: Id): Id[] {
  const back: Id[] = [];
  const visitedIds = new Set<Id>([to]);
  for (const id of visitedIds) {
    back.push(id);
    for (const parent of lineage.get(id)?.parents ?? []) visitedIds.add(parent);
  }
  const after = new Set<Id>([from]);
  // Repeats until nothing is added, which needs no topological order.
  for (let grown = true; grown; ) {
    grown = false;
    for (const id of back) {
      if (after.has(id) || !(lineage.get(id)?.parents ?? []).some((parent) => after.has(parent))) continue;
      after.add(id);
      grown = true;
    }
  }
  after.delete(from);
  return after.has(to) ? [...after] : [];
}
