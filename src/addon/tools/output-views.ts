/** What each column of a table in the sidebar holds, according to its function's declaration. */
import type { AnyTool } from '../../tools/declaration/declare';
import { id, type Output } from '../../tools/declaration/outputs';
import type { TableView } from '../interfaces/api';

/** By name if the table names its columns, otherwise in order; null if the declaration does not tell. */
export function outputViews(
  tool: AnyTool,
  { header, cells }: Pick<TableView, 'header' | 'cells'>,
): (Output | null)[] {
  const { outputs } = tool;
  if (outputs === 'data') return [];
  if (tool.kind === 'table' && !tool.hasHeaderRow) return header.map((_name, i) => outputs[i] ?? null);
  const names = tool.kind === 'table' ? (cells[0] ?? []) : header;
  // The sidebar, and a table for several ids, put a column `id` first.
  const declaredOutputs = [...outputs, id('id')];
  return names.map((name) => declaredOutputs.find((output) => output.name === name) ?? null);
}
