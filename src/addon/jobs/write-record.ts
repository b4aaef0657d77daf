/**
 * What a run has done so far, read from its lines in `TT changes`: which keys are finished, what each row held before
 * the run, and what the run last wrote there.
 */
import type { Cell } from '../../core/table';
import { cellKey, isBlank } from '../sheet/look/grid';
import type { MarkedRows, RowMark } from '../sheet/look/row-identity';
import { Ints, TextSet } from '../sheet/look/text-index';
import {
  type HeldCell,
  type HeldCells,
  RecordLines,
  type RowValues,
  type WriteRecordLine,
} from '../sheet/record/record-lines';

/** A row of the tab as the run knows it. */
export interface RowEntry {
  row: number;
  /** '' for a row without a key. */
  key: string;
  /** What its cells held before the run first wrote them. */
  before: HeldCells;
  /** What the run last wrote there. */
  after: RowValues;
}

/** Lines of one row, or of one key: the last one, and before each the one before it; -1 for none. */
class Chains {
  private readonly last = new Ints(-1);
  private readonly earlier = new Ints(-1);

  has(chain: number): boolean {
    return this.last.at(chain) >= 0;
  }

  add(chain: number, line: number): void {
    this.earlier.set(line, this.last.at(chain));
    this.last.set(chain, line);
  }

  /** From the last one on. */
  *of(chain: number): Generator<number> {
    for (let line = this.last.at(chain); line >= 0; line = this.earlier.at(line)) yield line;
  }

  first(chain: number): number[] {
    return [...this.of(chain)].reverse();
  }
}

/** Lines stay packed, and a row or a key is put together from its own when it is asked for: columns have 100,000 rows. */
export class WriteRecord implements MarkedRows {
  private readonly lines: RecordLines;
  /** By number of the key: the line of its state, once it is planned or answered. */
  private readonly stateLines = new Ints(-1);
  /** How often it was to be asked again since it was last planned. */
  private readonly tries = new Ints();
  private readonly firstRows = new Ints();
  private readonly keyLines = new Chains();
  private readonly rowLines = new Chains();
  /** Rows by number: in the order in which the run met them, though lines of rows that wait come before the others. */
  private readonly rows = new Ints();
  private isInOrder = true;
  /** Numbers of keys in the order in which they were planned or answered. */
  private readonly known = new Ints();
  private entry: RowEntry | null = null;
  /** A row was answered. */
  isBegun = false;
  private lastRow = 0;
  private put: PutValues | null = null;

  constructor(lines: RecordLines | readonly WriteRecordLine[]) {
    this.lines = lines instanceof RecordLines ? lines : RecordLines.of(lines);
    for (let i = 0; i < this.lines.length; i++) this.index(i);
  }

  add(line: WriteRecordLine): void {
    this.lines.add(line);
    this.entry = null;
    this.index(this.lines.length - 1);
    this.put?.add(line);
  }

  private index(i: number): void {
    const [row, state] = [this.lines.rowAt(i), this.lines.stateAt(i)];
    if (state === 'lost' || state === 'left') return;
    const key = this.lines.idNumberAt(i);
    if (row > 0 && state !== 'kept') {
      if (this.firstRows.at(key) === 0) this.firstRows.set(key, row);
      if (!this.rowLines.has(row)) {
        this.isInOrder &&= row > this.rows.at(this.rows.length - 1);
        this.rows.push(row);
      }
      this.rowLines.add(row, i);
      this.lastRow = Math.max(this.lastRow, row);
    }
    if (state === 'held' || state === 'undo' || state === 'array') return;
    this.keyLines.add(key, i);
    if (state === 'kept') return;
    this.isBegun ||= state !== 'planned';
    // A key's attempt has a line for each of its rows: the first counts.
    if (state === 'planned') this.tries.set(key, 0);
    else if (state === 'again' && this.firstRows.at(key) === row) this.tries.set(key, this.tries.at(key) + 1);
    if (this.stateLines.at(key) < 0) this.known.push(key);
    this.stateLines.set(key, i);
  }

  /** A number for a row that is new to the run. */
  nextRow(): number {
    this.lastRow++;
    return this.lastRow;
  }

  *keys(): Generator<string> {
    for (let i = 0; i < this.known.length; i++) yield this.lines.idOf(this.known.at(i));
  }

  get length(): number {
    return this.rows.length;
  }

  private rowAt(i: number): number {
    if (!this.isInOrder) this.rows.sort();
    this.isInOrder = true;
    return this.rows.at(i);
  }

  keyAt(i: number): string {
    for (const line of this.rowLines.of(this.rowAt(i))) return this.lines.idAt(line);
    return '';
  }

  markAt(i: number): RowMark {
    for (const line of this.rowLines.of(this.rowAt(i))) {
      const mark = this.lines.markAt(line);
      if (mark.length > 0) return mark;
    }
    return [];
  }

  entryAt(i: number): RowEntry {
    return this.entryOf(this.rowAt(i));
  }

  /** Cells of other columns beside the last write to a row. */
  besideAt(i: number): HeldCells {
    for (const line of this.rowLines.of(this.rowAt(i))) {
      if (this.lines.stateAt(line) !== 'array') return this.lines.besideAt(line);
    }
    return {};
  }

  private entryOf(row: number): RowEntry {
    if (this.entry?.row === row) return this.entry;
    let entry: RowEntry | null = null;
    for (const i of this.rowLines.first(row)) {
      const [key, before, after] = [this.lines.idAt(i), this.lines.beforeAt(i), this.lines.afterAt(i)];
      if (entry === null) {
        entry = { row, key, before, after };
        continue;
      }
      const kept: RowValues = entry.key === key ? { ...entry.after } : {};
      if (this.lines.stateAt(i) === 'array') for (const output of Object.keys(before)) delete kept[output];
      entry = { row, key, before: { ...entry.before, ...before }, after: { ...kept, ...after } };
    }
    entry ??= { row, key: '', before: {}, after: {} };
    this.entry = entry;
    return entry;
  }

  private stateOf(key: string): WriteRecordLine['state'] | undefined {
    const line = this.stateLines.at(this.lines.numberOf(key));
    return line < 0 ? undefined : this.lines.stateAt(line);
  }

  isKnown(key: string): boolean {
    return this.stateOf(key) !== undefined;
  }

  isDone(key: string): boolean {
    return this.stateOf(key) === 'done';
  }

  attempts(key: string): number {
    return this.tries.at(this.lines.numberOf(key));
  }

  after(key: string): RowValues {
    return this.valuesOf(key, false);
  }

  /** Its whole answer, including what was not written because cells were filled or not ours to write. */
  answer(key: string): RowValues {
    return { ...this.valuesOf(key, true), ...this.after(key) };
  }

  private valuesOf(key: string, isKept: boolean): RowValues {
    const values: RowValues = {};
    for (const i of this.keyLines.first(this.lines.numberOf(key))) {
      const state = this.lines.stateAt(i);
      if (state !== 'planned' && (state === 'kept') === isKept) Object.assign(values, this.lines.at(i).after);
    }
    return values;
  }

  /** What the first row of this key held. */
  before(key: string, output: string): HeldCell | undefined {
    const row = this.firstRows.at(this.lines.numberOf(key));
    return row === 0 ? undefined : this.entryOf(row).before[output];
  }

  /** Whether a cell of this output holds a value that the run wrote, there or elsewhere. */
  isOurs(output: string, cell: Cell | undefined): boolean {
    return !isBlank(cell) && hasCell(this.putValues().written.get(output), cell);
  }

  /** As `isOurs`, for a header that may have been overwritten. */
  wroteAnywhere(cell: Cell | undefined): boolean {
    return [...this.putValues().written.keys()].some((output) => this.isOurs(output, cell));
  }

  /** Whether a cell holds what some row held before: Undo may have put it there. */
  isHeld(cell: Cell | undefined): boolean {
    return hasCell(this.putValues().held, cell);
  }

  /** Needed after a kill, and where the run writes anchors. */
  private putValues(): PutValues {
    if (this.put === null) {
      this.put = new PutValues();
      for (let i = 0; i < this.lines.length; i++) this.put.add(this.lines.at(i));
    }
    return this.put;
  }
}

const hasCell = (set: TextSet | undefined, cell: Cell | undefined): boolean =>
  set !== undefined && set.numberOf(cellKey(cell)) >= 0;

class PutValues {
  /** Everything that the run wrote, by output: to know its values again on a row where they do not belong. */
  readonly written = new Map<string, TextSet>();
  /** Everything that rows held before, over all outputs. */
  readonly held = new TextSet();

  add({ row, state, before, after }: WriteRecordLine): void {
    if (row === 0 || state === 'lost' || state === 'left' || state === 'kept') return;
    for (const { value } of Object.values(before)) if (!isBlank(value)) this.held.add(cellKey(value));
    for (const [output, value] of Object.entries(after)) {
      if (!this.written.has(output)) this.written.set(output, new TextSet());
      if (!isBlank(value)) this.written.get(output)!.add(cellKey(value));
    }
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
