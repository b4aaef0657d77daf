/** The lines of a run's record: what each holds, as text of a cell, and all of them in little memory. */
import type { TextLink } from '../../interfaces/host';
import type { CellValue } from '../cells/cell-value';
import { Texts } from '../look/cells';
import type { RowMark } from '../look/row-identity';
import { Ints, TextSet } from '../look/text-index';

/** Values by output. */
export type RowValues = Record<string, CellValue>;

/** A cell's content: its value, and its formula, number format and links if they are not the usual ones. */
export interface HeldCell {
  value: CellValue;
  formula?: string;
  format?: string;
  links?: TextLink[];
}

export type HeldCells = Record<string, HeldCell>;

export interface WriteRecordLine {
  /** The key of the row; '' for a row without one. */
  id: string;
  /** The row's number in this run, from 1; 0 for a line about a key alone. */
  row: number;
  /**
   * `done` is final; `again` will be asked again; `planned` waits for its turn; `held`: the content of the row when the
   * run began; `array`: an array fills these cells; `undo`: the cells beside before Undo wrote; `left`: cells that
   * could not be written because they were protected meanwhile; `lost`: a cell that could not be fixed; `kept`: answers
   * for a key that were not written because its cells were filled or not ours to write.
   */
  state: 'planned' | 'held' | 'done' | 'again' | 'array' | 'undo' | 'left' | 'lost' | 'kept';
  before: HeldCells;
  after: RowValues;
  mark: RowMark;
  /** By header: cells of other columns next to the written ones. */
  beside: HeldCells;
}

type Stored = CellValue | { date: number } | { v: Stored; f?: string; n?: string; l?: TextLink[] };

const storedValue = (value: CellValue): Stored => (value instanceof Date ? { date: value.getTime() } : value);

export function encodeHeld(cells: Record<string, HeldCell>): string {
  const text = JSON.stringify(
    Object.fromEntries(
      Object.entries(cells).map(([name, { value, formula, format, links }]) => [
        name,
        formula === undefined && format === undefined && links === undefined
          ? storedValue(value)
          : { v: storedValue(value), f: formula, n: format, l: links },
      ]),
    ),
  );
  return text === '{}' ? '' : text;
}

const readValue = (stored: Stored): CellValue =>
  typeof stored === 'object' && 'date' in stored ? new Date(stored.date as number) : (stored as CellValue);

function readCell(stored: Stored): HeldCell {
  if (typeof stored !== 'object' || !('v' in stored)) return { value: readValue(stored) };
  const { v, f, n, l } = stored;
  return {
    value: readValue(v),
    ...(f === undefined ? {} : { formula: f }),
    ...(n === undefined ? {} : { format: n }),
    ...(l === undefined ? {} : { links: l }),
  };
}

/** Replaces in place what the text holds: Undo of 100,000 rows reads each line several times. */
function decode<Held>(text: string, read: (stored: Stored) => Held): Record<string, Held> {
  if (text === '') return {};
  const cells = JSON.parse(text) as Record<string, Stored | Held>;
  for (const name of Object.keys(cells)) cells[name] = read(cells[name] as Stored);
  return cells as Record<string, Held>;
}

const valueIn = (stored: Stored): CellValue =>
  readValue(typeof stored === 'object' && 'v' in stored ? stored.v : stored);

export const valuesAsHeld = (values: RowValues): HeldCells =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));

/** What the texts of most lines have in common: names of outputs, headers and their codes. */
const CELL_PARTS = /(")/;
const MARK_PARTS = /([ :])/;

/** The lines of a run, packed; each is decoded when it is asked for. */
export class RecordLines {
  private readonly rows = new Ints();
  /** Numbers of the ids: a row has several lines. */
  private readonly idNumbers = new Ints();
  private readonly ids = new TextSet();
  private readonly texts = [null, CELL_PARTS, CELL_PARTS, MARK_PARTS, CELL_PARTS].map(
    (parting) => new Texts(parting),
  );

  static of(lines: readonly WriteRecordLine[]): RecordLines {
    const found = new RecordLines();
    for (const line of lines) found.add(line);
    return found;
  }

  get length(): number {
    return this.rows.length;
  }

  add({ id, row, state, before, after, mark, beside }: WriteRecordLine): void {
    this.push(row, id, [
      state,
      encodeHeld(before),
      encodeHeld(valuesAsHeld(after)),
      mark.join(' '),
      encodeHeld(beside),
    ]);
  }

  /** Texts of state, before, after, mark and beside. */
  push(row: number, id: string, texts: readonly string[]): void {
    this.rows.push(row);
    this.idNumbers.push(this.ids.add(id));
    this.texts.forEach((list, i) => {
      list.push(texts[i]!);
    });
  }

  idAt(i: number): string {
    return this.ids.at(this.idNumbers.at(i));
  }

  /** Lines of one id have one number, from 0. */
  idNumberAt(i: number): number {
    return this.idNumbers.at(i);
  }

  /** -1 for an id without a line. */
  numberOf(id: string): number {
    return this.ids.numberOf(id);
  }

  idOf(number: number): string {
    return this.ids.at(number);
  }

  rowAt(i: number): number {
    return this.rows.at(i);
  }

  stateAt(i: number): WriteRecordLine['state'] {
    return this.texts[0]!.at(i) as WriteRecordLine['state'];
  }

  markAt(i: number): RowMark {
    const text = this.texts[3]!.at(i);
    return text === '' ? [] : text.split(' ');
  }

  beforeAt(i: number): HeldCells {
    return decode(this.texts[1]!.at(i), readCell);
  }

  afterAt(i: number): RowValues {
    return decode(this.texts[2]!.at(i), valueIn);
  }

  besideAt(i: number): HeldCells {
    return decode(this.texts[4]!.at(i), readCell);
  }

  at(i: number): WriteRecordLine {
    return {
      id: this.idAt(i),
      row: this.rowAt(i),
      state: this.stateAt(i),
      before: this.beforeAt(i),
      after: this.afterAt(i),
      mark: this.markAt(i),
      beside: this.besideAt(i),
    };
  }

  all(): WriteRecordLine[] {
    return Array.from({ length: this.length }, (_x, i) => this.at(i));
  }
}
