/** Why a current id changed: the edits between the old one and the new one, counted from the lineage. */

import type { Datastack } from '../../cave/client/datastack';
import { type Lineage, lineageOf } from '../../cave/graph/lineage';
import { distinct, type Id } from '../../core/ids';
import type { Work } from '../../http/work';

export interface IdChange {
  from: Id;
  to: Id;
}

/** A sentence for each change, in order; one request for up to 200 new ids. */
export function* changeReasons(stack: Datastack, changes: readonly IdChange[]): Work<string[]> {
  if (changes.length === 0) return [];
  const { lineage } = yield* lineageOf(stack, distinct(changes.map(({ to }) => to)));
  return changes.map(({ from, to }) => sentence(lineage, from, to));
}

function sentence(lineage: Lineage, from: Id, to: Id): string {
  const result = between(lineage, from, to);
  if (result.length === 0) return 'another piece of the old segment is the larger one now';
  const merges = result.filter((id) => lineage.get(id)!.parents.length > 1).length;
  const parts = [count(merges, 'merge'), count(result.length - merges, 'split')].filter(
    (part) => part !== '',
  );
  const last = Math.max(...result.map((id) => lineage.get(id)!.created));
  const when = last > 0 ? `, the last on ${new Date(last * 1000).toISOString().slice(0, 10)}` : '';
  return `${parts.join(' and ')}${when}`;
}

const count = (n: number, what: string): string => (n === 0 ? '' : `${n} ${what}${n === 1 ? '' : 's'}`);

/** The roots after `from` on the ways that lead to `to`: each was made by one edit. */
function between(lineage: Lineage, from: Id, to: Id): Id[] {
  const back: Id[] = [];
  const seen = new Set<Id>([to]);
  for (const id of seen) {
    back.push(id);
    for (const parent of lineage.get(id)?.parents ?? []) seen.add(parent);
  }
  const after = new Set<Id>([from]);
  // Farthest back first would need a sort; asking until nothing is added needs none.
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
