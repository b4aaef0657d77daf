/** Rows of one column that became the same neuron: shows them together, keeps or marks them, or removes one. */
import { TtError } from '../../core/errors';
import { changesView } from '../changes/changes-view';
import { idRows } from '../changes/id-rows';
import { endLines } from '../changes/report';
import type { ChangesView, JobView, TogetherRef, TogetherRow } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { cellName, markBeside, runOnRecord } from '../jobs/cell-run';
import { jobView } from '../jobs/job-view';
import { plannedLine } from '../jobs/write-record';
import type { CellValue } from '../sheet/cells/cell-value';
import { columnLetter, headerText } from '../sheet/cells/columns';
import { cellKey, isBlank, readGrid } from '../sheet/look/grid';
import { refuseMoved } from '../sheet/look/stayed';
import type { HeldCells } from '../sheet/record/record-lines';
import { markCells } from '../sheet/table/marks';

const CELLS = 8;
const CHARACTERS = 80;

/** The current rows, each with its first filled cells. */
export function togetherRows(host: Host, { tabId, column, ids }: TogetherRef): TogetherRow[] {
  const { tab, rowsOf, headerRow } = idRows(host, tabId, column);
  const { values } = readGrid(tab);
  const headers = values.row(headerRow).map(headerText);
  return ids.flatMap((id) =>
    rowsOf(id).map((row) => {
      const cells = values.row(row - 1);
      const cellTexts = cells.flatMap((cell, c) =>
        isBlank(cell) || headers[c] === column
          ? []
          : [{ header: headers[c]!, text: cellKey(cell).slice(0, CHARACTERS) }],
      );
      return { row, id, cells: cellTexts.slice(0, CELLS), mark: markBeside(cells, 0, 0).join(' ') };
    }),
  );
}

/** Keeps the rows and removes them from the list. With `mark`, a note in each row names the other rows' ids. */
export function keepTogether(host: Host, ref: TogetherRef, mark: boolean): ChangesView {
  host.locked(() => {
    if (mark) noteOthers(host, ref);
    endEntry(host, ref, mark ? 'marked' : 'kept');
    host.file.flush();
  });
  return changesView(host);
}

function noteOthers(host: Host, ref: TogetherRef): void {
  const { tab, rowsOf, columnIndex, headerRow } = idRows(host, ref.tabId, ref.column);
  const rows = ref.ids.flatMap((id) => rowsOf(id).map((row) => ({ id, row })));
  const notes = rows.map(({ id, row }) => {
    const others = rows.filter((other) => other.row !== row).map((other) => other.id);
    return {
      row: row - 1,
      column: columnIndex,
      value: `${id} is the same neuron as ${[...new Set(others)].join(', ')} since ${host.file.localTime(host.now()).slice(0, 10)}`,
    };
  });
  markCells(host.file, tab, headerRow, notes);
}

const endEntry = (host: Host, { tabId, column, ids }: TogetherRef, words: string): unknown =>
  endLines(
    host,
    (line) =>
      line.kind === 'together' && line.tabId === tabId && line.column === column && ids.includes(line.id),
    words,
  );

/** Deletes the row. Throws INPUT if it is not as it was shown, or if Undo could not restore it. */
export function removeRow(host: Host, ref: TogetherRef, previewedRow: TogetherRow): JobView {
  return host.locked(() => {
    const { tab } = idRows(host, ref.tabId, ref.column);
    const planned = readGrid(tab);
    const { values, formulas } = planned;
    const at = previewedRow.row - 1;
    const cells = values.row(at);
    if (markBeside(cells, 0, 0).join(' ') !== previewedRow.mark) {
      throw new TtError(
        'INPUT',
        `row ${previewedRow.row} is not as it was shown: it was moved or changed. Look again`,
      );
    }
    if (tab.mergedBoxes(previewedRow.row, 1, 1, Math.max(1, cells.length)).length > 0) {
      throw new TtError('INPUT', `row ${previewedRow.row} has merged cells, which Undo could not bring back`);
    }
    if (tab.lockedBoxes().some(({ row, rows }) => row <= previewedRow.row && previewedRow.row < row + rows)) {
      throw new TtError('PERMISSION', `row ${previewedRow.row} is protected from you`);
    }
    const [formats, notes] = [
      tab.formats(previewedRow.row, 1, 1, cells.length)[0]!,
      tab.notes(previewedRow.row, 1, 1, cells.length)[0]!,
    ];
    const before: HeldCells = {};
    const beside: HeldCells = {};
    cells.forEach((cell, c) => {
      const formula = formulas.cell(at, c);
      before[cellName(0, c)] = {
        value: (cell ?? '') as CellValue,
        ...(formula === '' ? {} : { formula }),
        format: formats[c]!,
      };
      if (notes[c] !== '') beside[columnLetter(c + 1)] = { value: notes[c]! };
    });
    const mark = markBeside(values.row(at - 1), 0, 0);
    const line = {
      ...plannedLine(`A${previewedRow.row}`),
      row: previewedRow.row,
      state: 'done' as const,
      before,
      mark,
      beside,
    };
    const title = `Remove row ${previewedRow.row} (${previewedRow.id})`;
    const job = runOnRecord(host, 'remove_row', title, planned, [line], () =>
      tab.deleteRows(previewedRow.row, 1),
    );
    const held = 'What it held is in TT changes';
    refuseMoved(planned, () => false, `row ${previewedRow.row}`, held, { row: at, removed: 1, inserted: 0 });
    endEntry(host, ref, `row of ${previewedRow.id} removed`);
    return jobView(job, host);
  });
}
