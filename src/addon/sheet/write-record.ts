/**
 * The tab `TT changes`: one line for each id that a run has dealt with, with what the cells held before and after.
 * It says what a run has done already (so that a killed run goes on), and is what Undo reads.
 */

import type { Cell } from '../../core/table';
import { utcText } from '../../core/time';
import type { SheetFile, SheetTab } from '../interfaces/host';
import type { CellValue } from './cell-value';
import type { RowValues } from './column-snapshot';
import { appendRows, ownTab } from './own-tabs';

export const CHANGES_TAB = 'TT changes';
const HEADERS = ['run', 'time_utc', 'tab_id', 'id', 'copy', 'state', 'before', 'after'];
/** Lines kept of earlier runs. */
const LINES_KEPT = 20_000;

export interface WriteRecordLine {
  id: string;
  /** Which of several rows with this id, from 0, top to bottom. */
  copy: number;
  /**
   * `done` is final; `again` will be asked again; `planned` waits for its turn. `theirs` is no id's line: `before` are
   * values that stood on rows outside the run before it wrote the same ones.
   */
  state: 'planned' | 'done' | 'again' | 'theirs';
  before: RowValues;
  after: RowValues;
}

/** A date, which a replaced cell may have held, as `{"date": milliseconds}`. */
const encode = (values: RowValues): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(values).map(([header, value]) => [
        header,
        value instanceof Date ? { date: value.getTime() } : value,
      ]),
    ),
  );

function decode(cell: Cell | undefined): RowValues {
  try {
    const stored = JSON.parse(String(cell ?? '') || '{}') as Record<string, CellValue | { date: number }>;
    return Object.fromEntries(
      Object.entries(stored).map(([header, value]) => [
        header,
        typeof value === 'object' && 'date' in value ? new Date(value.date) : value,
      ]),
    );
  } catch {
    return {};
  }
}

export function appendWriteRecord(
  file: SheetFile,
  run: string,
  tabId: number,
  at: number,
  changes: WriteRecordLine[],
): void {
  if (changes.length === 0) return;
  const tab = ownTab(file, CHANGES_TAB, HEADERS);
  const time = utcText(at);
  appendRows(
    tab,
    changes.map((change) => [
      run,
      time,
      String(tabId),
      change.id,
      change.copy,
      change.state,
      encode(change.before),
      encode(change.after),
    ]),
  );
}

/** Every line of a run in order; `values` false leaves `before` and `after` unread. */
export function readWriteRecord(file: SheetFile, run: string, values: boolean): WriteRecordLine[] {
  const tab = file.tabByName(CHANGES_TAB);
  const rows = (tab?.lastRow() ?? 1) - 1;
  if (!tab || rows <= 0) return [];
  const cells = tab.values(2, 1, rows, values ? HEADERS.length : 6);
  return cells
    .filter((row) => String(row[0]) === run)
    .map((row) => ({
      id: String(row[3]),
      copy: Number(row[4]),
      state: row[5] as WriteRecordLine['state'],
      before: values ? decode(row[6]) : {},
      after: values ? decode(row[7]) : {},
    }));
}

/** Drops lines of earlier runs beyond what is kept. */
export function trimWriteRecord(file: SheetFile): void {
  const tab: SheetTab | null = file.tabByName(CHANGES_TAB);
  const over = (tab?.lastRow() ?? 0) - 1 - LINES_KEPT;
  if (tab && over > 0) tab.deleteRows(2, over);
}
