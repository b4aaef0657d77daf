// The page's copy of the file: its tabs, and a window of cells of the active tab.
import type { CellInfo, TabInfo } from '../protocol';
import type { Spot } from './boxes';
import { readCells } from './server';

const MARGIN = 60;

export class Store {
  tabs: TabInfo[] = [];
  active = 0;
  private rows = new Map<number, Map<number, CellInfo>>();
  private from = 1;
  private to = 0;
  private wanted: [from: number, to: number] = [1, 80];
  private reading = false;
  private again = false;

  constructor(private readonly onChange: () => void) {}

  tab(): TabInfo | null {
    return this.tabs.find((tab) => tab.id === this.active) ?? null;
  }

  cell({ row, column }: Spot): CellInfo | undefined {
    return this.rows.get(row)?.get(column);
  }

  /** The content of the cell, as a user would type it. */
  input(spot: Spot): string {
    const cell = this.cell(spot);
    if (cell === undefined) return '';
    return cell.formula ?? cell.t;
  }

  /** True if the rows are loaded: then a cell without content is really blank. */
  has(first: number, last: number): boolean {
    return first >= this.from && last <= this.to;
  }

  isFilled(spot: Spot): boolean {
    return (this.cell(spot)?.t ?? '') !== '';
  }

  /**
   * Length of the longest text in a column, of the loaded rows. Sentences are ignored: they overflow or are cut, and do
   * not widen the column.
   */
  longest(column: number): number {
    let most = 0;
    for (const row of this.rows.values()) {
      const text = row.get(column)?.t ?? '';
      if (!/^(#TT |=)/.test(text)) most = Math.max(most, text.length);
    }
    return most;
  }

  show(tab: number): void {
    if (tab === this.active && this.to > 0) return;
    this.active = tab;
    this.rows = new Map();
    this.from = 1;
    this.to = 0;
    void this.read();
  }

  /** Loads these visible rows, and some more, if they are not loaded. */
  need(first: number, last: number): void {
    this.wanted = [first, last];
    if (first < this.from || last > this.to) void this.read();
  }

  /** Marks the cells of these tabs as changed. */
  stale(tabs: readonly number[]): void {
    if (tabs.includes(this.active)) void this.read();
  }

  /** Shows typed text until the server has the result. */
  guess(spot: Spot, text: string): void {
    const row = this.rows.get(spot.row) ?? new Map<number, CellInfo>();
    this.rows.set(spot.row, row);
    const old = row.get(spot.column);
    const displayText = text.startsWith('=') ? '' : text.replace(/^'/, '');
    row.set(spot.column, { ...old, r: spot.row, c: spot.column, t: displayText, k: undefined } as CellInfo);
    this.onChange();
  }

  private async read(): Promise<void> {
    if (this.reading) {
      this.again = true;
      return;
    }
    this.reading = true;
    try {
      do {
        this.again = false;
        await this.readOnce();
      } while (this.again);
    } finally {
      this.reading = false;
    }
  }

  private async readOnce(): Promise<void> {
    const tab = this.active;
    const from = Math.max(1, this.wanted[0] - MARGIN);
    const to = this.wanted[1] + MARGIN;
    const cells = await readCells(tab, from, to - from + 1).catch(() => null);
    if (cells === null || tab !== this.active) {
      this.again = tab !== this.active;
      return;
    }
    const rows = new Map<number, Map<number, CellInfo>>();
    for (const cell of cells) {
      const row = rows.get(cell.r) ?? new Map<number, CellInfo>();
      row.set(cell.c, cell);
      rows.set(cell.r, row);
    }
    this.rows = rows;
    this.from = from;
    this.to = to;
    this.onChange();
  }
}
