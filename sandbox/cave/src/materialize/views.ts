/**
 * Views: queries that are stored with a version. Their types come from the database: 64-bit integers and doubles. For
 * an empty view, pandas has no types except those of positions.
 */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { ServiceError } from '../http/call';
import { float, type ReplyValue } from '../http/reply';
import type { SandboxStack } from '../stack';
import { splitPosition, writeAnswer } from './answer';
import type { AnswerColumn } from './answer-column';
import { checkArguments, FROZEN_KEYS, filtersOf, readQueryBody, textList } from './body';
import { countReply, type FrozenCall, refuseExpired } from './frozen';
import { checkLiteral, regexOf } from './postgres';
import { applyLimits, compareValues, holds } from './query';
import { limits, limitWarnings, positionResolution } from './run';
import type { Cellular, Column } from './table';
import type { StoredView } from './view';

export function viewRecord(view: StoredView, stack: SandboxStack): Record<string, ReplyValue> {
  const [x, y, z] = positionResolution(view.of, stack);
  return {
    id: view.id,
    description: view.description,
    datastack_name: stack.facts.name,
    voxel_resolution_x: float(x!),
    voxel_resolution_y: float(y!),
    voxel_resolution_z: float(z!),
    notice_text: null,
    live_compatible: false,
  };
}

const SCHEMA_TYPES: Partial<Record<Column['kind'], ReplyValue>> = {
  text: { type: 'string' },
  float: { type: 'float' },
  bool: { type: 'boolean' },
  time: { type: 'string', format: 'date-time' },
  position: { type: 'SpatialPoint' },
};

export const viewSchema = (view: StoredView): Record<string, ReplyValue> =>
  Object.fromEntries(view.columns.map(({ name, kind }) => [name, SCHEMA_TYPES[kind] ?? { type: 'integer' }]));

export function viewIn(stack: SandboxStack, name: string, version: string): StoredView {
  const view = stack.views.get(name);
  if (view !== undefined) return view;
  throw new ServiceError(
    500,
    `404 Not Found: view ${name} not found in version ${version} of ${stack.facts.name}`,
  );
}

export function queryView({ call, stack, state, version }: FrozenCall, name: string): WireReply {
  checkArguments(call);
  const body = readQueryBody(call, FROZEN_KEYS);
  const view = viewIn(stack, name, String(version.version));
  refuseExpired(version, name);
  const column = (columnName: string): Column => {
    const found = view.columns.find((viewColumn) => viewColumn.name === columnName);
    if (found === undefined) throw new ServiceError(500, `${columnName} not in model or models for ${name}`);
    return found;
  };
  const tests = filtersOf(body).map(({ column: of, comparison: by, value }) => {
    const target = column(of);
    if (by === 'regex') {
      const regex = regexOf(name, of, String(value));
      return (cell: Cellular) => typeof cell === 'string' && regex.test(cell);
    }
    if (by === 'spatial') {
      const [low, high] = value as [number[], number[]];
      return (cell: Cellular) => Array.isArray(cell) && cell.every((v, k) => v >= low[k]! && v <= high[k]!);
    }
    for (const one of by === 'in' ? (value as unknown[]) : [value]) checkLiteral(name, target, one, '=');
    if (by === 'in')
      return (cell: Cellular) => (value as unknown[]).some((one) => compareValues(cell, one) === 0);
    return (cell: Cellular) => holds(by, cell, value);
  });
  const names = filtersOf(body).map(({ column: of }) => of);
  const matchingRows = view
    .rows(version)
    .filter((row) => tests.every((test, i) => test(row[names[i]!] ?? null)));
  const resolution = [...positionResolution(view.of, stack)];
  const shownColumns = (textList(body.select_columns) ?? view.columns.map((one) => one.name)).map(column);
  const columnNames = { [name]: Object.fromEntries(shownColumns.map((one) => [one.name, one.name])) };
  if (call.flag('count')) return countReply(matchingRows.length, resolution, columnNames, call);
  const { limit, offset } = limits(state, body);
  const rows = applyLimits(matchingRows, { limit, offset });
  const columns = shownColumns.flatMap((one): AnswerColumn[] => {
    const values = rows.map((row) => row[one.name] ?? null);
    if (one.kind === 'position') return splitPosition(one.name, values, [1, 1, 1]);
    const kind = rows.length === 0 ? 'untyped' : (VIEW_KINDS[one.kind] ?? one.kind);
    return [{ name: one.name, kind, values: values as AnswerColumn['values'] }];
  });
  return writeAnswer(
    {
      columns,
      rows: rows.length,
      warnings: limitWarnings(rows.length, limit),
      resolution,
      names: columnNames,
    },
    call,
  );
}

const VIEW_KINDS: Partial<Record<Column['kind'], AnswerColumn['kind']>> = { int: 'id', float: 'double' };
