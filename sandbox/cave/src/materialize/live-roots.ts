/** Root ids in the filters of a live query: checked at the query's time, then mapped to roots at the version's time. */
import type { ChunkedGraph } from '../graph/graph';
import { fragmentsOf } from '../graph/nodes';
import { ServiceError } from '../http/call';
import type { QueryFilter } from './query';

export interface RootFilters {
  filters: QueryFilter[];
  warnings: string[];
  /** Ids that arrived as JSON strings. */
  quoted: Set<string>;
}

export interface ToRemap {
  filters: QueryFilter[];
  graph: ChunkedGraph;
  time: number;
  versionTime: number;
  /** True if the time is the version's own: then no ids are mapped. */
  same: boolean;
  allowInvalid: boolean;
  text: string;
}

const isRoot = (filter: QueryFilter): boolean => filter.column.endsWith('root_id');
const isMapped = (filter: QueryFilter): boolean =>
  filter.comparison !== 'spatial' && filter.comparison !== 'regex';
const listOf = (filter: QueryFilter): string[] =>
  (filter.comparison === 'in' ? (filter.value as unknown[]) : [filter.value]).map(String);

export function remap({ filters, graph, time, versionTime, same, allowInvalid, text }: ToRemap): RootFilters {
  const quotedIds = new Set([...text.matchAll(/"([0-9]{1,20})"/g)].map((match) => match[1]!));
  const roots = filters.filter((filter) => isRoot(filter) && isMapped(filter));
  if (roots.length === 0) return { filters, warnings: [], quoted: quotedIds };
  const ids = [...new Set(roots.flatMap(listOf))].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  const invalid = ids.filter((id) => !(graph.root(id)?.isLatestAt(time) ?? false));
  const idList = numpyList(invalid);
  const message = `Some root_ids passed are not valid at the query timestamp: ${idList}`;
  if (invalid.length > 0 && !allowInvalid) throw new ServiceError(500, `400 Bad Request: ${message}`);
  const valid = ids.filter((id) => !invalid.includes(id));
  if (valid.length === 0) {
    const at = new Date(time).toISOString().replace('T', ' ').replace('Z', '000+00:00');
    const gap = ' '.repeat(25);
    throw new ServiceError(
      500,
      `ALL root id filters passed (${idList}) ${gap}were invalid at timestamp ${at}. ${gap}At least one root id must be valid when using ${gap}\`allow_invalid_root_ids=True\``,
    );
  }
  const warnings = invalid.length > 0 ? [message] : [];
  if (same) return { filters, warnings, quoted: quotedIds };
  // numpy converts an array of numbers and texts to an array of texts, which match nothing.
  const texts = ids.some((id) => quotedIds.has(id));
  const validIds = new Set(texts ? [] : valid);
  return {
    filters: filters.map((filter) => (isMapped(filter) ? mappedFilter(filter) : filter)),
    warnings,
    quoted: quotedIds,
  };

  function mappedFilter(filter: QueryFilter): QueryFilter {
    if (filter.comparison !== 'in' && filter.comparison !== 'equal') {
      if (isRoot(filter) || allowInvalid) throw new ServiceError(500, "can't adapt type 'numpy.ndarray'");
      return filter;
    }
    if (isRoot(filter)) {
      const past = listOf(filter)
        .filter((id) => validIds.has(id))
        .flatMap(pastIds);
      return { ...filter, comparison: 'in', value: [...new Set(past)] };
    }
    // A defect of the service: in this mode, the other lists are reduced to ids that are also among the root ids.
    if (!allowInvalid) return filter;
    if (filter.comparison === 'equal') throw new ServiceError(500, "can't adapt type 'numpy.ndarray'");
    return { ...filter, value: listOf(filter).filter((value) => valid.includes(value)) };
  }

  function pastIds(id: string): string[] {
    const past = new Set<string>();
    for (const fragment of fragmentsOf(graph.root(id)!)) {
      for (const cell of fragment.cells) {
        const root = graph.rootAt(cell, versionTime);
        if (root) past.add(root.id);
      }
    }
    return [...past];
  }
}

/** An array as numpy prints it: without commas, and shortened beyond 1,000 elements. */
function numpyList(ids: readonly string[]): string {
  const printedIds = ids.length > 1000 ? [...ids.slice(0, 3), '...', ...ids.slice(-3)] : ids;
  return `[${printedIds.join(' ')}]`;
}
