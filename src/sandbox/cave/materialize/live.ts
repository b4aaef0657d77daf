/** The live query: roots of any instant, checked against the graph, with the defects of the real one. */
import { asObject } from '../../../core/json';
import type { WireReply } from '../../wire';
import { type Call, ServiceError } from '../http/call';
import type { Stack, State } from '../state';
import { write } from './answer';
import { checkArguments, filtersOf, LIVE_KEYS, readBody } from './body';
import { type Filter, selectColumns, selectRows } from './query';
import {
  columnsOf,
  foreign,
  type JoinPlan,
  limits,
  namesOf,
  runJoin,
  sampleOf,
  scaleOf,
  selection,
  shortened,
  stringMap,
  tableIn,
} from './run';

/** Ids that arrived as JSON strings: the live query's translation knows integers only. */
function quotedIds(text: string): Set<string> {
  return new Set([...text.matchAll(/"([0-9]{10,20})"/g)].map((match) => match[1]!));
}

export function live(call: Call, stack: Stack, state: State): WireReply {
  checkArguments(call);
  const body = readBody(call, LIVE_KEYS, ['table', 'timestamp']);
  const time = Date.parse(
    /[Zz]|[+-][0-9]{2}:?[0-9]{2}$/.test(String(body.timestamp))
      ? String(body.timestamp)
      : `${body.timestamp}Z`,
  );
  if (Number.isNaN(time))
    throw new ServiceError(500, `Invalid isoformat string: '${String(body.timestamp)}'`);
  const newest = state.timeline.versions.at(-1)!.version;
  const table = tableIn(stack, String(body.table), newest);
  const quoted = quotedIds(call.text);
  const warnings: string[] = [];
  const allowInvalid = call.flag('allow_invalid_root_ids');
  const filters = filtersOf(body);
  const known: string[] = [];
  const checked = filters.map((filter): Filter => {
    if (!filter.column.endsWith('root_id') || (filter.by !== 'in' && filter.by !== 'equal')) return filter;
    const ids = (filter.by === 'in' ? (filter.value as unknown[]) : [filter.value]).map(String);
    const invalid = ids.filter((id) => !(stack.graph.root(id)?.isLatestAt(time) ?? false));
    if (invalid.length > 0) {
      const shown = `[${invalid.join(', ')}]`;
      const message = `Some root_ids passed are not valid at the query timestamp: ${shown}`;
      if (!allowInvalid) throw new ServiceError(500, `400 Bad Request: ${message}`);
      if (invalid.length === ids.length) {
        throw new ServiceError(
          500,
          `400 Bad Request: ALL root id filters passed are not valid at the query timestamp: ${shown}`,
        );
      }
      warnings.push(message);
    }
    const valid = ids.filter((id) => !invalid.includes(id));
    known.push(...valid);
    return { ...filter, by: 'in', value: valid.filter((id) => !quoted.has(id)) };
  });
  // A defect kept: in this mode the other list filters are cut down to what is also among the root ids.
  const final =
    allowInvalid && known.length > 0
      ? checked.map((filter) => {
          if (filter.column.endsWith('root_id') || (filter.by !== 'in' && filter.by !== 'equal'))
            return filter;
          const values = (filter.by === 'in' ? (filter.value as unknown[]) : [filter.value]).map(String);
          return { ...filter, by: 'in' as const, value: values.filter((value) => known.includes(value)) };
        })
      : checked;
  const select = selection(asObject(body.select_columns));
  const joins = body.join_tables;
  if (Array.isArray(joins) && joins.length > 0) {
    const [leftName, leftColumn, rightName, rightColumn] = (joins[0] as unknown[]).map(String);
    const plan: JoinPlan = {
      left: tableIn(stack, leftName!, newest),
      leftColumn: leftColumn!,
      right: tableIn(stack, rightName!, newest),
      rightColumn: rightColumn!,
      suffixes: stringMap(asObject(body.suffixes)),
      select,
    };
    return runJoin(plan, body, time, stack, state, call, warnings);
  }
  foreign(final, table);
  const { limit, offset } = limits(state, body);
  const rows = selectRows({ table, filters: final, time, limit, offset, sample: sampleOf(call, table) });
  const outputs = selectColumns(table, select?.[table.facts.name] ?? null).map((column) => ({
    name: column.name,
    column,
    table,
  }));
  const { scale, resolution } = scaleOf(body, stack);
  const columns = columnsOf(outputs, new Map([[table, rows]]), scale);
  const said = [...warnings, ...shortened(rows.length, limit)];
  return write({ columns, rows: rows.length, warnings: said, resolution, names: namesOf(outputs) }, call);
}
