/**
 * What a run has done so far, read from its lines in `TT changes`: which keys are finished, what each row held before
 * the run, and what the run last wrote there.
 */
import type { Cell } from '../../core/table';
import { cellKey, isBlank } from '../sheet/look/grid';
import type { MarkedRow, RowMark } from '../sheet/look/row-identity';
import type { HeldCell, HeldCells, RowValues, WriteRecordLine } from '../sheet/record/write-record';

interface KeyEntry {
  state: WriteRecordLine['state'];
  /** How often it was to be asked again since it was last planned. */
  attempts: number;
  after: RowValues;
}

/** A row of the tab as the run knows it. */
export interface RowEntry extends MarkedRow {
  row: number;
  /** What its cells held before the run first wrote them. */
  before: HeldCells;
  /** What the run last wrote there. */
  after: RowValues;
  /** Cells of other columns beside the last write. */
  beside: HeldCells;
}

export class WriteRecord {
  private readonly keyEntries = new Map<string, KeyEntry>();
  private readonly rowEntries = new Map<number, RowEntry>();
  private readonly keptAnswers = new Map<string, RowValues>();
  private readonly firstRows = new Map<string, number>();
  /** Everything that the run wrote, by output: to know its values again on a row where they do not belong. */
  private readonly written = new Map<string, Set<string>>();
  /** Everything that rows held before, over all outputs. */
  private readonly held = new Set<string>();
  private lastRow = 0;

  constructor(lines: readonly WriteRecordLine[]) {
    for (const line of lines) this.add(line);
  }

  add(line: WriteRecordLine): void {
    if (line.state === 'lost' || line.state === 'left') return;
    if (line.state === 'kept') {
      this.keptAnswers.set(line.id, { ...this.keptAnswers.get(line.id), ...line.after });
      return;
    }
    if (line.row > 0) this.addRow(line);
    if (line.state === 'held' || line.state === 'undo' || line.state === 'array') return;
    const entry = this.keyEntries.get(line.id) ?? { state: 'planned', attempts: 0, after: {} };
    if (line.state === 'planned') entry.attempts = 0;
    else {
      // A key's attempt has a line for each of its rows: the first counts.
      if (line.state === 'again' && this.firstRows.get(line.id) === line.row) entry.attempts++;
      entry.after = { ...entry.after, ...line.after };
    }
    entry.state = line.state;
    this.keyEntries.set(line.id, entry);
  }

  private addRow({ id, row, state, before, after, mark, beside }: WriteRecordLine): void {
    const entry = this.rowEntries.get(row);
    const kept = entry?.key === id ? { ...entry.after } : {};
    if (state === 'array') for (const output of Object.keys(before)) delete kept[output];
    if (!this.firstRows.has(id)) this.firstRows.set(id, row);
    this.rowEntries.set(row, {
      row,
      key: id,
      mark: mark.length > 0 || !entry ? mark : entry.mark,
      before: { ...entry?.before, ...before },
      after: { ...kept, ...after },
      beside: state === 'array' ? (entry?.beside ?? {}) : beside,
    });
    this.lastRow = Math.max(this.lastRow, row);
    for (const { value } of Object.values(before)) if (!isBlank(value)) this.held.add(cellKey(value));
    for (const [output, value] of Object.entries(after)) {
      if (!this.written.has(output)) this.written.set(output, new Set());
      if (!isBlank(value)) this.written.get(output)!.add(cellKey(value));
    }
  }

  /** A number for a row that is new to the run. */
  nextRow(): number {
    this.lastRow++;
    return this.lastRow;
  }

  keys(): string[] {
    return [...this.keyEntries.keys()];
  }

  /** Rows in the order in which the run met them. */
  rows(): RowEntry[] {
    return [...this.rowEntries.values()];
  }

  isKnown(key: string): boolean {
    return this.keyEntries.has(key);
  }

  isDone(key: string): boolean {
    return this.keyEntries.get(key)?.state === 'done';
  }

  attempts(key: string): number {
    return this.keyEntries.get(key)?.attempts ?? 0;
  }

  after(key: string): RowValues {
    return this.keyEntries.get(key)?.after ?? {};
  }

  /** Its whole answer, including what was not written because cells were filled or not ours to write. */
  answer(key: string): RowValues {
    return { ...this.keptAnswers.get(key), ...this.after(key) };
  }

  /** What the first row of this key held. */
  before(key: string, output: string): HeldCell | undefined {
    return this.rowEntries.get(this.firstRows.get(key) ?? 0)?.before[output];
  }

  /** Whether a cell of this output holds a value that the run wrote, there or elsewhere. */
  isOurs(output: string, cell: Cell | undefined): boolean {
    return !isBlank(cell) && (this.written.get(output)?.has(cellKey(cell)) ?? false);
  }

  /** As `isOurs`, for a header that may have been overwritten. */
  wroteAnywhere(cell: Cell | undefined): boolean {
    return [...this.written.keys()].some((output) => this.isOurs(output, cell));
  }

  /** Whether a cell holds what some row held before: Undo may have put it there. */
  isHeld(cell: Cell | undefined): boolean {
    return this.held.has(cellKey(cell));
  }
}

export const plannedLine = (id: string): WriteRecordLine => ({
  id,
  row: 0,
  state: 'planned',
  before: {},
  after: {},
  mark: [] as RowMark,
  beside: {},
});
