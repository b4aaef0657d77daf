/** Runs a function of the sidebar's list from its form: an edit, a window, or a table of answers. */
import type { Cell } from '../../core/table';
import { IDS } from '../../tools/declaration/declare';
import { requireTool, toolKey } from '../../tools/registry';
import type { TableView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { applySheetEdit } from '../sheet/cells/edit';
import { fieldValue } from './form';
import { outputViews } from './output-views';
import { runToolForm } from './tool-run';
import { showCells } from './viewer';

/** `name` is a formula, or the name of a function without one. */
export function runForm(host: Host, name: string, form: Record<string, string>): TableView {
  const tool = requireTool('sidebar', name);
  switch (tool.kind) {
    case 'edit':
      return oneCell('done', applySheetEdit(host, tool.plan(form)));
    case 'window': {
      const cells = fieldValue(host, IDS, form.ids ?? '') as Cell[][];
      return oneCell('window', `opened on ${showCells(host, cells.flat())} ids`);
    }
    default: {
      const view = runToolForm(host, toolKey(tool), form);
      return { ...view, outputs: outputViews(tool, view) };
    }
  }
}

const oneCell = (header: string, text: string): TableView => ({
  header: [header],
  cells: [[text]],
  rows: 1,
  notes: [],
  outputs: [],
});
