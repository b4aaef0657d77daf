/** A column of links as addresses: those behind labels too, of HYPERLINK formulas, linked text and smart chips. */
import { shownCell } from '../../../core/cells/foreign';
import type { Cell } from '../../../core/table';
import type { SheetTab } from '../../interfaces/host';

/** A text that says itself where it leads: an address, a state, its number. */
const IS_OWN = /:\/\/|^\s*[{[]|^\s*[0-9]+\s*$|^$/;
const HYPERLINK = /^=\s*HYPERLINK\(\s*"((?:[^"]|"")*)"\s*[,;)]/i;

/** One text a cell, trimmed. Two service calls where a label stands in the column, none else. */
export function linkTexts(
  tab: SheetTab,
  column: number,
  firstRow: number,
  cells: readonly (Cell | undefined)[],
): string[] {
  const texts = cells.map((cell) => (typeof cell === 'string' ? cell.trim() : shownCell(cell)));
  if (texts.every((text) => IS_OWN.test(text))) return texts;
  const links = tab.links(firstRow, column, texts.length);
  const formulas = tab.formulas(firstRow, column, texts.length, 1);
  return texts.map((text, i) => {
    if (IS_OWN.test(text)) return text;
    const match = HYPERLINK.exec(formulas[i]?.[0] ?? '')?.[1]?.replace(/""/g, '"');
    // Several are refused by whoever reads them.
    return match ?? (links[i]?.join(' ') || text);
  });
}
