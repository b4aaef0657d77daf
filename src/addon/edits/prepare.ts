/** Prepares a tab: the sidebar reads the tab and proposes changes; this applies them, with Undo. */

import { type Datastack, openDatastack } from '../../cave/client/datastack';
import { layerOf } from '../../cave/client/node-id';
import { publishedConfig, publishedNames } from '../../cave/datasets/config';
import { unknownRoots } from '../../cave/graph/unknown-roots';
import { shownCell } from '../../core/cells/foreign';
import { TtError } from '../../core/errors';
import { groupedNumber } from '../../core/grouped-number';
import { toId } from '../../core/ids';
import type { Cell } from '../../core/table';
import { allSettled } from '../../http/work';
import { access, documentSettings } from '../access/settings';
import type { PreparePlan, StackChoice, TabView } from '../interfaces/api';
import type { Host, SheetTab } from '../interfaces/host';
import type { Job } from '../jobs/state';
import { runWork } from '../run-work';
import { PackedCells } from '../sheet/look/cells';
import { cellKey, isBlank, padded, readGrid } from '../sheet/look/grid';
import { shortHash } from '../sheet/look/row-identity';
import { tabById } from '../sheet/look/tab-by-id';
import type { LayoutChange } from './layout';
import { runEdit } from './run-edit';

const CELLS = 400_000;
/** Number of ids used to find out which datastack knows them. */
const IDS_ASKED = 3;

export function tabView(host: Host): TabView {
  const { tab } = host.file.selected();
  const { values, formulas } = readGrid(tab);
  const { width } = values;
  if (values.length * width > CELLS) {
    throw new TtError(
      'BIG',
      `${tab.name()} has ${groupedNumber(values.length * width)} cells; up to 400,000 are looked through`,
    );
  }
  const formats = tab.formats(1, 1, values.length, width);
  const columns = Array.from({ length: width }, (_x, c) => c);
  return {
    sheetId: tab.id,
    sheet: tab.name(),
    values: values.map((row) =>
      row.map((cell) => (typeof cell === 'number' || typeof cell === 'boolean' ? cell : shownCell(cell))),
    ),
    computed: columns.map((c) => !formulas.isBlank(c)),
    formats: columns.map((c) => [...new Set(formats.map((row) => row[c]!))]),
    widths: columns.map((c) => tab.width(c + 1)),
    frozen: tab.frozenRows(),
    marks: columnMarks(values.lines()),
  };
}

/** Rows used for a column's mark. */
const ROWS_MARKED = 50;

const columnMarks = (values: readonly (readonly Cell[])[]): string[] =>
  (values[0] ?? []).map((_cell, c) =>
    shortHash(
      values
        .slice(0, ROWS_MARKED)
        .map((row) => cellKey(row[c]))
        .join('\u0001'),
    ),
  );

/** The plan with the current positions of its columns. Throws INPUT if a column cannot be identified. */
function planNow(plan: PreparePlan, tab: SheetTab, values: readonly (readonly Cell[])[]): PreparePlan {
  const now = columnMarks(values);
  const shiftColumn = <T extends { column: number }>(part: T): T => {
    const mark = plan.marks[part.column - 1];
    const same = now.flatMap((one, c) => (one === mark ? [c + 1] : []));
    const column = same.includes(part.column) ? part.column : same.length === 1 ? same[0]! : 0;
    if (column > 0) return { ...part, column };
    throw new TtError(
      'INPUT',
      `${tab.name()} has changed since it was checked. Check it again, then prepare`,
    );
  };
  return {
    ...plan,
    headers: plan.headers.map(shiftColumn),
    formats: plan.formats.map(shiftColumn),
    widths: plan.widths.map(shiftColumn),
  };
}

/** Selects datastacks by the layer of the ids; if several fit, by whether they know the ids. */
export function idStacks(host: Host, ids: string[]): StackChoice[] {
  const sampleIds = ids.slice(0, IDS_ASKED).map(toId);
  const names = [...new Set([documentSettings(host).datastack, ...publishedNames()])];
  const outcomes = runWork(
    allSettled(names.map((name) => openDatastack(access(host), name, host.keyValueCache))),
    host,
    'lookup',
  );
  const fits = outcomes.flatMap((each): Datastack[] =>
    each.ok && sampleIds.every((id) => layerOf(id) === each.value.graph.layers) ? [each.value] : [],
  );
  const unknown = runWork(allSettled(fits.map((stack) => unknownRoots(stack, sampleIds))), host, 'lookup');
  return fits
    .filter((_stack, i) => {
      const found = unknown[i]!;
      return found.ok && found.value.size < sampleIds.length;
    })
    .map(({ name }) => ({ name, display: publishedConfig(name)?.dataset_display_name ?? name }));
}

/** Throws INPUT if the tab is gone or was changed since it was checked. */
export function prepare(host: Host, previewedPlan: PreparePlan): Job {
  const tab = tabById(host.file, previewedPlan.sheetId);
  return host.locked(() => {
    const tabGrid = readGrid(tab);
    const plan = planNow(previewedPlan, tab, tabGrid.values.lines());
    const shiftedPlan = plan.topRow
      ? {
          ...tabGrid,
          values: PackedCells.of([[], ...tabGrid.values.lines()]),
          formulas: PackedCells.of([[], ...tabGrid.formulas.lines()]),
        }
      : tabGrid;
    const reach = plan.headers.reduce((most, { row }) => Math.max(most, row), 1);
    const grid = padded(shiftedPlan, reach, tabGrid.values.width);
    const headers = plan.headers.filter(({ row, column }) => isBlank(grid.values.cell(row - 1, column - 1)));
    const formats = tab.formats(1, 1, tabGrid.values.length, tabGrid.values.width);
    const last = tab.maxRows() + (plan.topRow ? 1 : 0);
    const layout: LayoutChange[] = [
      ...(plan.topRow ? [{ kind: 'topRow' } as const] : []),
      ...plan.formats.flatMap(({ column, header, first, format }) =>
        runsOf(
          formats.map((row) => row[column - 1] ?? 'General').slice(first - 1 - (plan.topRow ? 1 : 0)),
        ).map(
          ({ from, to, value, isLast }): LayoutChange => ({
            kind: 'format',
            column,
            header,
            first: first + from,
            last: isLast ? last : first + to,
            before: value,
            after: format,
          }),
        ),
      ),
      ...plan.widths.map(
        ({ column, header, pixels }): LayoutChange => ({
          kind: 'width',
          column,
          header,
          before: tab.width(column),
          after: pixels,
        }),
      ),
      ...(plan.frozen === null
        ? []
        : [{ kind: 'frozen', before: tab.frozenRows(), after: plan.frozen } as const]),
      ...headers.map(({ row, column, text }): LayoutChange => ({ kind: 'bold', row, column, header: text })),
    ];
    return runEdit(host, {
      title: 'Prepare',
      planned: grid,
      firstNewRow: grid.values.length,
      writes: headers.map(({ row, column, text }) => ({ row: row - 1, column: column - 1, value: text })),
      formats: [],
      formatOf: () => '',
      layout,
      rows: tabGrid.values.length,
      message: `${tab.name()} is prepared${headers.length < plan.headers.length ? '; the cell for the header was filled meanwhile and is left alone' : ''}`,
    });
  });
}

/** Runs of equal formats; each becomes one entry of the record. */
function runsOf(list: readonly string[]): { from: number; to: number; value: string; isLast: boolean }[] {
  const found: { from: number; to: number; value: string; isLast: boolean }[] = [];
  list.forEach((value, i) => {
    const run = found[found.length - 1];
    if (run?.value === value) run.to = i;
    else found.push({ from: i, to: i, value, isLast: false });
  });
  if (found.length > 0) found[found.length - 1]!.isLast = true;
  return found;
}
