/**
 * Runs a query over a table. As in Sheets, each column has one type, that of most of its cells; for the query, cells of
 * other types are empty.
 */

import { numberText } from '../../values/show';
import { readEntryText } from '../../values/typed';
import { Day, Fault, Matrix, type Scalar } from '../../values/values';
import type { Condition, Expression, Literal, Query } from './parse';
import { QueryError } from './parse';

type Kind = 'string' | 'number' | 'boolean' | 'date';

interface Table {
  /** The query's names for the columns. */
  names: readonly string[];
  kinds: readonly Kind[];
  headers: readonly string[];
  rows: readonly (readonly Scalar[])[];
}

function kindOf(value: Scalar): Kind | null {
  if (value === null || value === '' || value instanceof Fault) return null;
  if (value instanceof Day) return 'date';
  return typeof value as Kind;
}

function majority(values: readonly Scalar[]): Kind {
  const counts = new Map<Kind, number>();
  for (const value of values) {
    const kind = kindOf(value);
    if (kind) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].reduce<[Kind, number]>((a, b) => (b[1] > a[1] ? b : a), ['string', 0])[0];
}

/** One header row if the first row is text above a column of another type. */
function guessHeaders(cells: readonly (readonly Scalar[])[]): number {
  const [first, ...rest] = cells;
  if (!first || rest.length === 0 || !first.every((cell) => typeof cell === 'string' && cell !== ''))
    return 0;
  return first.some((_, c) => majority(rest.map((row) => row[c] ?? null)) !== 'string') ? 1 : 0;
}

/** If `headers` is below 0, Sheets guesses. */
function tableOf(data: Matrix, names: readonly string[], headers: number): Table {
  const count = headers < 0 ? guessHeaders(data.cells) : Math.min(headers, data.rows);
  const body = data.cells.slice(count);
  const kinds = names.map((_, c) => majority(body.map((row) => row[c] ?? null)));
  const titles = names.map((_, c) =>
    data.cells
      .slice(0, count)
      .map((row) => textOf(row[c] ?? null))
      .filter((text) => text !== '')
      .join(' '),
  );
  const rows = body.map((row) => row.map((cell, c) => (kindOf(cell) === kinds[c] ? cell : null)));
  return { names, kinds, headers: titles, rows };
}

function textOf(value: Scalar): string {
  if (value === null || value instanceof Fault) return '';
  return typeof value === 'number' ? numberText(value) : value instanceof Day ? '' : String(value);
}

function columnIndex(table: Table, name: string): number {
  const at = table.names.findIndex((each) => each.toLowerCase() === name.toLowerCase());
  if (at < 0) throw new QueryError(`NO_COLUMN: ${name}`);
  return at;
}

/** A comparable form of a value: dates as serial days. */
const plain = (value: Scalar): string | number | boolean | null =>
  value instanceof Day ? value.serial : value instanceof Fault ? null : value;

function literalValue(value: Literal): string | number | boolean {
  if (typeof value !== 'object') return value;
  const entry = readEntryText(value.date, 0);
  if (!entry || !(entry.value instanceof Day)) throw new QueryError(`Invalid date literal [${value.date}]`);
  return entry.value.serial;
}

function holds(table: Table, condition: Condition, row: readonly Scalar[]): boolean {
  if (condition.kind === 'not') return !holds(table, condition.of, row);
  if (condition.kind === 'and')
    return holds(table, condition.left, row) && holds(table, condition.right, row);
  if (condition.kind === 'or') return holds(table, condition.left, row) || holds(table, condition.right, row);
  const value = plain(row[columnIndex(table, condition.column)] ?? null);
  if (condition.kind === 'null') return (value === null) === condition.is;
  const literal = literalValue(condition.value);
  // An empty cell, or a value of another type, never matches a comparison.
  if (value === null || typeof value !== typeof literal) return condition.operator === '!=' && value !== null;
  return compare(condition.operator, value, literal);
}

function compare(
  operator: string,
  value: string | number | boolean,
  target: string | number | boolean,
): boolean {
  switch (operator) {
    case '=':
      return value === target;
    case '!=':
      return value !== target;
    case '<':
      return value < target;
    case '>':
      return value > target;
    case '<=':
      return value <= target;
    case '>=':
      return value >= target;
    default:
      return textMatches(operator, String(value), String(target));
  }
}

function textMatches(operator: string, text: string, expectedText: string): boolean {
  if (operator === 'contains') return text.includes(expectedText);
  if (operator === 'starts') return text.startsWith(expectedText);
  if (operator === 'ends') return text.endsWith(expectedText);
  const source =
    operator === 'matches'
      ? expectedText
      : expectedText
          .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
          .replace(/%/g, '.*')
          .replace(/_/g, '.');
  return new RegExp(`^(?:${source})$`, 's').test(text);
}

/** The value of an expression for a group of rows; outside a group there is one row. */
function resultOf(table: Table, expression: Expression, rows: readonly (readonly Scalar[])[]): Scalar {
  const at = columnIndex(table, expression.name);
  if (expression.kind === 'column') return rows[0]?.[at] ?? null;
  const values = rows.map((row) => row[at] ?? null).filter((value) => value !== null);
  if (expression.by === 'count') return values.length;
  const isNumber = table.kinds[at] === 'number';
  if ((expression.by === 'sum' || expression.by === 'avg') && !isNumber) {
    throw new QueryError(`AVG_SUM_ONLY_NUMERIC`);
  }
  if (values.length === 0) return null;
  if (expression.by === 'min' || expression.by === 'max') {
    const sign = expression.by === 'min' ? 1 : -1;
    return values.reduce((a, b) => (order(b, a) * sign < 0 ? b : a));
  }
  const sum = (values as number[]).reduce((a, b) => a + b, 0);
  return expression.by === 'sum' ? sum : sum / values.length;
}

/** Empty cells come first. */
function order(a: Scalar, b: Scalar): number {
  const [x, y] = [plain(a), plain(b)];
  if (x === y) return 0;
  if (x === null || y === null) return x === null ? -1 : 1;
  return x < y ? -1 : 1;
}

function sameExpression(a: Expression, b: Expression): boolean {
  const by = (expression: Expression) => (expression.kind === 'aggregate' ? expression.by : '');
  return by(a) === by(b) && a.name.toLowerCase() === b.name.toLowerCase();
}

function groupRows(table: Table, query: Query, select: Expression[], rows: Scalar[][]): Scalar[][][] {
  const aggregates = [...select, ...query.orderBy.map(({ by }) => by)].some(
    (expression) => expression.kind === 'aggregate',
  );
  if (query.groupBy.length === 0 && !aggregates) return rows.map((row) => [row]);
  const keys = query.groupBy.map((name) => columnIndex(table, name));
  for (const expression of select) {
    const isKey = keys.includes(columnIndex(table, expression.name));
    if (expression.kind === 'column' && !isKey) {
      throw new QueryError(`ADD_COL_TO_GROUP_BY_OR_AGG: ${expression.name}`);
    }
  }
  if (keys.length === 0) return [rows];
  const groups = new Map<string, Scalar[][]>();
  for (const row of rows) {
    const key = JSON.stringify(keys.map((at) => plain(row[at] ?? null)));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  // Groups are in the order of their keys unless the query says otherwise.
  return [...groups.values()].sort((a, b) => {
    const at = keys.find((column) => order(a[0]![column] ?? null, b[0]![column] ?? null) !== 0);
    return at === undefined ? 0 : order(a[0]![at] ?? null, b[0]![at] ?? null);
  });
}

function titleOf(table: Table, query: Query, expression: Expression): string {
  const label = query.labels.find(({ of }) => sameExpression(of, expression));
  if (label) return label.text;
  const header = table.headers[columnIndex(table, expression.name)] ?? '';
  return expression.kind === 'aggregate' ? `${expression.by} ${header}`.trimEnd() : header;
}

/** The result; its first row holds the titles if any column has one. */
export function runQuery(query: Query, data: Matrix, names: readonly string[], headers: number): Matrix {
  const table = tableOf(data, names, headers);
  const select = query.select ?? names.map((name): Expression => ({ kind: 'column', name }));
  const { where } = query;
  const matchingRows = table.rows.filter((row) => !where || holds(table, where, row)).map((row) => [...row]);
  const groups = groupRows(table, query, select, matchingRows);
  const orderedGroups = groups
    .map((group, at) => ({ group, at }))
    .sort((a, b) => {
      for (const { by, ascending } of query.orderBy) {
        const sign = order(resultOf(table, by, a.group), resultOf(table, by, b.group));
        if (sign !== 0) return ascending ? sign : -sign;
      }
      return a.at - b.at;
    });
  const end = query.limit === null ? orderedGroups.length : query.offset + query.limit;
  const rows = orderedGroups
    .slice(query.offset, end)
    .map(({ group }) => select.map((expression) => resultOf(table, expression, group)));
  const titles = select.map((expression) => titleOf(table, query, expression));
  const all = titles.some((title) => title !== '') ? [titles, ...rows] : rows;
  if (all.length === 0) throw new Fault('#N/A', 'Query completed with an empty output.');
  return new Matrix(all);
}
