// Widths of columns: as the user drew them, else wide enough for what stands there when it first appears.

const USUAL = 100;
const LEAST = 40;
const MOST = 320;
/** A digit of the sheet's face at its size, in pixels. */
const LETTER = 7.4;

export class Columns {
  private readonly drawn = new Map<string, number>();
  private readonly fitted = new Map<string, number>();

  width(tab: number, column: number): number {
    const key = `${tab}:${column}`;
    return this.drawn.get(key) ?? this.fitted.get(key) ?? USUAL;
  }

  /** Left edge of a column, from the first column's. */
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

  draw(tab: number, column: number, width: number): void {
    this.drawn.set(`${tab}:${column}`, Math.max(LEAST, Math.round(width)));
  }

  /** Fits a column once, when it first holds something. Later content moves nothing. */
  fit(tab: number, column: number, longest: number): void {
    const key = `${tab}:${column}`;
    if (longest === 0) {
      this.fitted.delete(key);
      return;
    }
    if (this.fitted.has(key)) return;
    this.fitted.set(key, Math.max(USUAL, Math.min(MOST, Math.round(longest * LETTER) + 14)));
  }
}
