/** A column of links as addresses, including those behind labels: HYPERLINK formulas, linked text and smart chips. */
import { shownCell } from '../../../core/cells/foreign';
import type { Cell } from '../../../core/table';
import type { SheetTab } from '../../interfaces/host';

/** A text that is itself the link: an address, a state, or the state's number. */
const IS_OWN = /:\/\/|^\s*[{[]|^\s*[0-9]+\s*$|^$/;
const HYPERLINK = /^=\s*HYPERLINK\(\s*"((?:[^"]|"")*)"\s*[,;)]/i;

/** One trimmed text per cell. Makes two service calls if the column holds a label, otherwise none. */
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
    // A cell with several links: the reader of these texts refuses it.
    const urls = new Set(links[i]?.links.map(([url]) => url));
    return match ?? ([...urls].join(' ') || text);
  });
}
