/**
 * Finds root ids in the filters of a version's table that were not current at the version's time: no row matches them.
 */
import type { Datastack, KeyValueCache } from '../../cave/client/datastack';
import { layerOf } from '../../cave/client/node-id';
import { isLatest } from '../../cave/graph/chunkedgraph';
import { isRoot } from '../../cave/tables/local-filter';
import { checkVersion } from '../../cave/tables/materialize';
import { distinct, type Id } from '../../core/ids';
import type { Work } from '../../http/work';
import type { TablePlan } from './table-plan';

const SHOWN = 3;

/** Takes one request if the filters name root ids; none for a live table, whose server reports stale ids itself. */
export function* staleInFilters(stack: Datastack, plan: TablePlan, cache: KeyValueCache): Work<Id[]> {
  const { instant: at, filters } = plan;
  const filterIds = [...filters.server, ...filters.local]
    .filter((filter) => isRoot(filter) && filter.comparison === 'in')
    .flatMap(({ values }) => values.filter((value): value is Id => typeof value === 'string'));
  const roots = distinct(filterIds.filter((id) => layerOf(id) === stack.graph.layers));
  if (!('version' in at) || roots.length === 0) return [];
  const { timestamp } = yield* checkVersion(stack, cache, at.version);
  const latest = yield* isLatest(stack, roots, timestamp);
  return roots.filter((id) => latest.get(id) === false);
}

/** The stale ids that no row contains. */
export function withoutRows(stale: readonly Id[], rows: readonly (readonly unknown[])[]): Id[] {
  if (stale.length === 0) return [];
  const found = new Set<unknown>(rows.flat());
  return stale.filter((id) => !found.has(id));
}

/** A sentence about ids that no row contains; '' without such ids. `others` is the number of further ones. */
export function staleWords(absent: readonly Id[], of: TablePlan, others = 0): string {
  if (absent.length === 0) return '';
  const count = absent.length + others;
  const more = count > SHOWN ? ` and ${count - SHOWN} more` : '';
  const version = 'version' in of.instant ? of.instant.version : 0;
  return `${absent.slice(0, SHOWN).join(', ')}${more}: not current at version ${version}, so without rows. Write the ids of that time, or ask live`;
}
