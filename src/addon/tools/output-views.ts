/** What each column of a table in the sidebar holds, as its function declares it. */
import type { AnyTool } from '../../tools/declaration/declare';
import { id, type Output } from '../../tools/declaration/outputs';
import type { TableView } from '../interfaces/api';

/** By name where the table names its columns, else in their order; null where no declaration tells. */
export function outputViews(
  tool: AnyTool,
  { header, cells }: Pick<TableView, 'header' | 'cells'>,
): (Output | null)[] {
  const { outputs } = tool;
  if (outputs === 'data') return [];
  if (tool.kind === 'table' && !tool.hasHeaderRow) return header.map((_name, i) => outputs[i] ?? null);
  const names = tool.kind === 'table' ? (cells[0] ?? []) : header;
  // The sidebar, and a table for several ids, put a column `id` before the others.
  const known = [...outputs, id('id')];
  return names.map((name) => known.find((output) => output.name === name) ?? null);
}
