/** A tab's layout, that is everything except the cells' content, as one text: only people may change it. */
import type { Grid } from '@tracer-tools/apps-script/sheet';

export function sweepLayout(grid: Grid): string {
  const { filters, regions, frozen, rowStates, columnStates } = grid;
  const lines = Array.from({ length: 40 }, (_x, i) => i + 1);
  const rules = lines.flatMap((row) =>
    lines.slice(0, 20).flatMap((column) => (ruleAt(grid, row, column) ? [`${row} ${column}`] : [])),
  );
  return JSON.stringify({
    filter: filters.filter && [
      filters.filter.box,
      [...filters.filter.criteria],
      [...filters.filter.hiddenRows].sort(),
    ],
    views: filters.views,
    bandings: regions.bandings,
    tables: regions.tables,
    colours: regions.conditionalFormats,
    frozen: [frozen.rows, frozen.columns],
    hidden: [rowStates.hidden(), columnStates.hidden()],
    groups: lines.filter((line) => rowStates.at(line).depth > 0),
    merges: grid.merges.all(),
    protections: grid.protections.all().map(({ box, editors }) => [box, editors]),
    rules,
  });
}

const ruleAt = (grid: Grid, row: number, column: number): boolean =>
  row <= grid.maxRows && column <= grid.maxColumns && grid.view(row, column).validation !== null;
