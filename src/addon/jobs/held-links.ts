/** Links behind parts of texts, which go on record with the texts that a run replaces. */
import type { SheetTab } from '../interfaces/host';
import type { HeldCell } from '../sheet/record/record-lines';

/** A cell by its place, from 0, and its entry in the record. */
export interface ReplacedCell {
  row: number;
  column: number;
  held: HeldCell;
}

/** Rows of one service call. */
const TOGETHER = 1000;

/** Adds links to the entries of texts. A text that changed meanwhile gets none: it is not replaced either. */
export function noteLinks(tab: SheetTab, cells: readonly ReplacedCell[]): void {
  const texts = cells
    .filter(({ held }) => typeof held.value === 'string' && held.value !== '' && held.formula === undefined)
    .sort((a, b) => a.column - b.column || a.row - b.row);
  for (let at = 0; at < texts.length; ) {
    const { row, column } = texts[at]!;
    let end = at;
    while (texts[end]?.column === column && texts[end]!.row < row + TOGETHER) end++;
    const read = tab.links(row + 1, column + 1, texts[end - 1]!.row - row + 1);
    for (; at < end; at++) {
      const { row: r, held } = texts[at]!;
      const { text, links } = read[r - row]!;
      if (text === held.value && links.length > 0) held.links = links;
    }
  }
}
