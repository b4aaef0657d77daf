/**
 * Joins formulas: one function with the same options in consecutive rows of a column, each about the cell of its own row,
 * becomes one formula over the range. Each formula is a run of the script and a look-up of its own; a range is one.
 */
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import { toolByFormula } from '../../tools/registry';
import type { JoinableView } from '../interfaces/function-views';
import type { Host, SheetTab } from '../interfaces/host';
import { blockLine, cellName, markBeside, runOnRecord } from '../jobs/cell-run';
import type { Job } from '../jobs/state';
import { columnLetter } from '../sheet/cells/columns';
import { withRow } from '../sheet/cells/references';
import { putFormula } from '../sheet/cells/write-cells';
import { type PackedCells, readCells } from '../sheet/look/cells';
import { readGrid } from '../sheet/look/grid';
import { inBoxes, refuseMoved } from '../sheet/look/stayed';

/** Rows and columns count from 1. `form` is the formula with 0 for the number of its own row. */
interface Run {
  row: number;
  column: number;
  rows: number;
  form: string;
}

/** A call as the whole formula: function, cell of its own row, options without further calls. */
export const CALL =
  /^=\s*(TT_[A-Z_0-9]+)\s*\(\s*(\$?[A-Z]{1,3})0\s*((?:[,;](?:"(?:[^"]|"")*"|[^()"])*)?)\)\s*$/i;

function runsIn(formulas: PackedCells<string>): Run[] {
  const runs: Run[] = [];
  const open: Run[] = [];
  formulas.forEach((line, r) => {
    line.forEach((formula, c) => {
      const form = /TT_/i.test(formula) ? withRow(formula, r + 1, 0) : '';
      const above = open[c];
      if (above?.form === form && above.row + above.rows === r + 1) above.rows++;
      else if (CALL.test(form)) {
        open[c] = { row: r + 1, column: c + 1, rows: 1, form };
        runs.push(open[c]);
      }
    });
  });
  return runs.filter(({ rows }) => rows > 1);
}

/** The runs of a tab, each with the formula that would replace it, or why none can. */
export function joinableIn(tab: SheetTab, formulas: PackedCells<string>): JoinableView[] {
  const runs = runsIn(formulas);
  if (runs.length === 0) return [];
  const values = readCells((from) => tab.data(from)).lines();
  return runs.map((run) => {
    const [, name, column, options] = CALL.exec(run.form)! as unknown as [string, string, string, string];
    const last = run.row + run.rows - 1;
    return {
      cells: run.rows,
      a1: `${columnLetter(run.column)}${run.row}:${columnLetter(run.column)}${last}`,
      joined: `=${name.toUpperCase()}(${column}${run.row}:${column}${last}${options})`,
      refusal: refusalOf(run, name.toUpperCase(), options, values),
    };
  });
}

function refusalOf(run: Run, name: string, options: string, values: readonly Cell[][]): string {
  const tool = toolByFormula(name);
  if (tool?.kind !== 'rows' || tool.params[0]?.kind !== 'ids')
    return `${name} gives no row for each id of a range`;
  if (withRow(options, 0, 1) !== options) return 'the options differ from row to row';
  if (tool.params[1]?.name === 'headers' && !/^($|[,;]\s*(FALSE|0)?\s*([,;]|$))/i.test(options))
    return 'its first row holds the names of the columns, so the answers would move';
  const remark = tool.outputs.findIndex(({ onlyFilled }) => onlyFilled);
  for (let r = run.row - 1; r < run.row - 1 + run.rows; r++) {
    const cells = values[r]!.slice(run.column - 1);
    const cell = `${columnLetter(run.column)}${r + 1}`;
    if (cells[0] === 'Loading...') return `${cell} is still loading`;
    // A formula that finds room for its own row finds it as a part of the range.
    if (cells[0] === '#REF!') return `the answer of ${cell} would cover filled cells beside it`;
    if (remark > 0 && (cells[remark] ?? '') !== '')
      return `an answer may need ${columnLetter(run.column + remark)}${r + 1}, which is filled`;
  }
  return '';
}

/**
 * `seen` is what the user has been shown: nothing is written if a formula has changed since.
 * @throws INPUT also if rows or columns moved in the moment of the write
 */
export function joinFormulas(host: Host, tabId: number, seen: { a1: string; joined: string }): Job {
  return host.locked(() => {
    const tab = host.file.tabById(tabId);
    const planned = tab && readGrid(tab);
    const found = tab ? joinableIn(tab, planned!.formulas) : [];
    const at = found.findIndex(({ a1, joined }) => a1 === seen.a1 && joined === seen.joined);
    if (tab === null || at < 0)
      throw new TtError(
        'INPUT',
        `the formulas in ${seen.a1} have changed since. Nothing was written; look again`,
      );
    if (found[at]!.refusal !== '') throw new TtError('INPUT', `${seen.a1}: ${found[at]!.refusal}`);
    const run = runsIn(planned!.formulas)[at]!;
    const { row, column, rows } = run;
    const first = tab.formulas(row, column, 1, 1)[0]![0]!;
    const line = blockLine(
      row,
      column,
      { [cellName(0, 0)]: { value: '', formula: first }, [cellName(rows - 1, 0)]: { value: '' } },
      { [cellName(0, 0)]: seen.joined },
      markBeside([], 0, 0),
    );
    const job = runOnRecord(host, 'join', 'Turn formulas into one', planned!, [line], () =>
      putFormula(tab, row, column, seen.joined, rows),
    );
    const { outputs } = toolByFormula(CALL.exec(run.form)![1]!.toUpperCase())!;
    const box = { row, column, rows, columns: outputs.length };
    refuseMoved(planned!, inBoxes([box]), seen.a1, `Before, each row held ${first}, about itself`);
    return job;
  });
}
