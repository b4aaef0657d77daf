// Widths of columns: the width that the user drew, else the sheet's, else wide enough for the content when it first
// appears.

const USUAL = 100;
const LEAST = 40;
const MOST = 180;
/** Width of a digit in the sheet's font, in pixels. */
const LETTER = 8.3;

export class Columns {
  private readonly drawn = new Map<string, number>();
  private readonly fitted = new Map<string, number>();
  private readonly set = new Map<number, ReadonlyMap<number, number>>();

  width(tab: number, column: number): number {
    const key = `${tab}:${column}`;
    return this.drawn.get(key) ?? this.set.get(tab)?.get(column) ?? this.fitted.get(key) ?? USUAL;
  }

  /** The left edge of a column, relative to the first column's. */
  left(tab: number, column: number): number {
    let x = 0;
    for (let c = 1; c < column; c++) x += this.width(tab, c);
    return x;
  }

  at(tab: number, x: number, columns: number): number {
    let right = 0;
    for (let c = 1; c < columns; c++) {
      right += this.width(tab, c);
      if (x < right) return c;
    }
    return columns;
  }

  /** Takes over the sheet's widths of a tab. */
  take(tab: number, widths: readonly [column: number, pixels: number][]): void {
    this.set.set(tab, new Map(widths));
  }

  draw(tab: number, column: number, width: number): void {
    this.drawn.set(`${tab}:${column}`, Math.max(LEAST, Math.round(width)));
  }

  /** Fits a column to its content. It grows until an id is completely visible; it never shrinks by itself. */
  fit(tab: number, column: number, longest: number): void {
    const key = `${tab}:${column}`;
    const ideal = Math.max(USUAL, Math.min(MOST, Math.round(longest * LETTER) + 14));
    if (longest === 0) this.fitted.delete(key);
    else if (ideal > (this.fitted.get(key) ?? 0)) this.fitted.set(key, ideal);
  }
}
