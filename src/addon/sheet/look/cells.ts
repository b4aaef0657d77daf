/**
 * Cells of a tab in little memory: packed by column and block of rows, read in parts. Two looks share the blocks that are
 * equal, so that a look at 100,000 rows after another one holds what differs.
 */
import type { Cell } from '../../../core/table';

/** Rows of a block. A part that is read has a multiple of it, but for the last one. */
export const BLOCK = 4096;
/** Cells that one call answers: some 3 MB while they are not packed. */
const CELLS_AT_ONCE = 60_000;

/** Rows that are read at once of a tab with so many columns. */
export const rowsOfPart = (columns: number): number =>
  Math.max(1, Math.floor(CELLS_AT_ONCE / columns / BLOCK)) * BLOCK;

/**
 * A column of a block: few different values by their number, texts behind each other with their ends or their one length,
 * texts by their parts, or as it is.
 */
type Packed =
  | { few: Cell[]; which: Uint8Array | null }
  | { text: string; ends: Uint16Array | Uint32Array | number }
  | { forms: Packed[][]; which: Uint8Array; places: Uint16Array }
  | { all: Cell[] };

const MOST_FEW = 255;

/** Each read makes new dates. */
export const isSame = (a: Cell | undefined, b: Cell | undefined): boolean =>
  a === b || (a instanceof Date && b instanceof Date && a.getTime() === b.getTime());

function pack(cells: Cell[]): Packed {
  const numbers = new Map<Cell, number>();
  const which = new Uint8Array(cells.length);
  for (let i = 0; i < cells.length && numbers.size <= MOST_FEW; i++) {
    const cell = cells[i]!;
    if (!numbers.has(cell)) numbers.set(cell, numbers.size);
    which[i] = numbers.get(cell)!;
  }
  if (numbers.size <= MOST_FEW) return { few: [...numbers.keys()], which: numbers.size > 1 ? which : null };
  if (!cells.every((cell) => typeof cell === 'string')) return { all: cells };
  const [text, size] = [cells.join(''), (cells[0] as string).length];
  // Ids have one length: their ends would take a fifth of them.
  if (cells.every((cell) => (cell as string).length === size)) return { text, ends: size };
  let end = 0;
  const ends = new (text.length < 2 ** 16 ? Uint16Array : Uint32Array)(cells.length);
  cells.forEach((cell, i) => {
    end += (cell as string).length;
    ends[i] = end;
  });
  return { text, ends };
}

/** Texts of one form, with equally many parts, are columns of parts: most of these are few. */
function packForms(texts: string[], parting: RegExp): Packed {
  const forms = new Map<number, { number: number; lines: string[][] }>();
  const which = new Uint8Array(texts.length);
  const places = new Uint16Array(texts.length);
  for (let i = 0; i < texts.length; i++) {
    const parts = texts[i]!.split(parting);
    const form = forms.get(parts.length) ?? { number: forms.size, lines: [] };
    if (form.number > MOST_FEW) return pack(texts);
    forms.set(parts.length, form);
    which[i] = form.number;
    places[i] = form.lines.push(parts) - 1;
  }
  const columnsOf = (lines: string[][]) => lines[0]!.map((_part, at) => pack(lines.map((line) => line[at]!)));
  return { forms: [...forms.values()].map(({ lines }) => columnsOf(lines)), which, places };
}

function unpack(packed: Packed, i: number): Cell {
  if ('few' in packed) return packed.few[packed.which === null ? 0 : packed.which[i]!]!;
  if ('forms' in packed) {
    const place = packed.places[i]!;
    let text = '';
    for (const column of packed.forms[packed.which[i]!]!) text += unpack(column, place);
    return text;
  }
  if ('all' in packed) return packed.all[i]!;
  const { text, ends } = packed;
  if (typeof ends === 'number') return text.slice(i * ends, (i + 1) * ends);
  return text.slice(i === 0 ? 0 : ends[i - 1], ends[i]);
}

function samePacked(a: Packed, b: Packed, length: number): boolean {
  if ('text' in a && 'text' in b) return a.text === b.text && String(a.ends) === String(b.ends);
  for (let i = 0; i < length; i++) if (!isSame(unpack(a, i), unpack(b, i))) return false;
  return true;
}

export class PackedCells<T extends Cell = Cell> {
  constructor(
    readonly length: number,
    readonly width: number,
    private readonly blocks: readonly (readonly Packed[])[],
  ) {}

  static of<T extends Cell>(lines: readonly (readonly T[])[]): PackedCells<T> {
    return readCells((from) => (from === 0 ? lines : []));
  }

  /** '' beyond the used cells. */
  cell(row: number, column: number): T {
    const packed = row < this.length ? this.blocks[Math.floor(row / BLOCK)]?.[column] : undefined;
    return (packed === undefined ? '' : unpack(packed, row % BLOCK)) as T;
  }

  row(row: number): T[] {
    return Array.from({ length: this.width }, (_x, column) => this.cell(row, column));
  }

  forEach(see: (line: T[], row: number) => void): void {
    for (let row = 0; row < this.length; row++) see(this.row(row), row);
  }

  map<U>(of: (line: T[], row: number) => U): U[] {
    return Array.from({ length: this.length }, (_x, row) => of(this.row(row), row));
  }

  /** Every line as a list: of a tab that is known to be short. */
  lines(): T[][] {
    return this.map((line) => line);
  }

  /** The texts, numbers and so on of a column, from a row on. */
  column(column: number, from = 0): T[] {
    return Array.from({ length: Math.max(0, this.length - from) }, (_x, i) => this.cell(from + i, column));
  }

  /** Whether it holds of every cell of a column. */
  everyIn(column: number, holds: (cell: T, row: number) => boolean): boolean {
    for (let row = 0; row < this.length; row++) if (!holds(this.cell(row, column), row)) return false;
    return true;
  }

  /** Whether nothing stands in the column. */
  isBlank(column: number): boolean {
    return this.blocks.every((block) => {
      const packed = block[column];
      return packed === undefined || ('few' in packed && packed.which === null && packed.few[0] === '');
    });
  }

  /** Whether every cell of these columns, up to the length of this one, stands in `other` too. */
  isIn(other: PackedCells<T>, isAsked: (column: number, row: number) => boolean): boolean {
    return this.blocks.every((block, b) =>
      block.every((packed, column) => {
        const there = other.blocks[b]?.[column];
        if (packed === there) return true;
        const end = Math.min(this.length, (b + 1) * BLOCK);
        for (let row = b * BLOCK; row < end; row++) {
          if (isAsked(column, row) && !isSame(this.cell(row, column), other.cell(row, column))) return false;
        }
        return true;
      }),
    );
  }

  /** A packed block, or the one at its place where both hold the same. */
  shared(packed: Packed, block: number, column: number, rows: number): Packed {
    const known = this.blocks[block]?.[column];
    const isWhole = known !== undefined && this.length >= block * BLOCK + rows;
    return isWhole && samePacked(known, packed, rows) ? known : packed;
  }
}

/** `read` answers rows from the given one on: parts of whole blocks, and fewer or none at the end. `like`: an earlier look. */
export function readCells<T extends Cell>(
  read: (from: number) => readonly (readonly T[])[],
  like?: PackedCells<T>,
): PackedCells<T> {
  const blocks: Packed[][] = [];
  let length = 0;
  let width = 0;
  for (let isLast = false; !isLast; ) {
    const lines = read(length);
    width = lines.reduce((most, line) => Math.max(most, line.length), width);
    for (let at = 0; at < lines.length; at += BLOCK) {
      const part = lines.slice(at, at + BLOCK);
      blocks.push(
        Array.from({ length: width }, (_x, c) => {
          const packed = pack(part.map((line) => line[c] ?? ''));
          return like ? like.shared(packed, blocks.length, c, part.length) : packed;
        }),
      );
    }
    length += lines.length;
    isLast = lines.length === 0 || lines.length % BLOCK > 0;
  }
  return new PackedCells(length, width, blocks);
}

/** Of a box from the first row on: `read` takes its first row, from 1, and how many. */
export function readBox<T extends Cell>(
  rows: number,
  columns: number,
  read: (row: number, rows: number) => readonly (readonly T[])[],
  like?: PackedCells<T>,
): PackedCells<T> {
  return readCells(
    (from) => (from < rows ? read(from + 1, Math.min(rowsOfPart(columns), rows - from)) : []),
    like,
  );
}

/** A growing list of texts, packed as cells are. `parting` splits texts of a few forms, and keeps what it splits at. */
export class Texts {
  length = 0;
  private readonly blocks: Packed[] = [];
  private tail: string[] = [];

  constructor(private readonly parting: RegExp | null = null) {}

  push(text: string): void {
    this.length++;
    if (this.tail.push(text) < BLOCK) return;
    this.blocks.push(this.parting === null ? pack(this.tail) : packForms(this.tail, this.parting));
    this.tail = [];
  }

  at(i: number): string {
    const packed = this.blocks[Math.floor(i / BLOCK)];
    return packed === undefined ? this.tail[i % BLOCK]! : (unpack(packed, i % BLOCK) as string);
  }
}
