/** What stands in a cell of links and is not one link: several, an id, or a label that hides its address. */
import { canBeSegment, idsInCell, readCell } from '../core/cells/id-cell';

/** Each link of a text: a separator, a bracket or the end of a word stands before the next scheme. */
const BEFORE_NEXT = /[\s,;|(<]+(?=(?:middleauth\+)?(?:https?|gs):\/\/)|(?<=[\p{L}\p{N})}])(?=https?:\/\/)/iu;
const IS_LINK = /^<?(?:middleauth\+)?(?:https?|gs):\/\//i;
/** An image, and words behind it, too. */
const MARKDOWN =
  /^\s*!?\[([^\]]*)\]\(\s*<?((?:middleauth\+)?(?:https?|gs):\/\/[^\s>]+?)>?\s*\)(?:[\s.,;:!?](?!.*:\/\/).*)?$/is;

/** Words that follow "not a link": what hides an address, and what to do. */
export const LABEL_HINT =
  'A cell that shows a label, such as =HYPERLINK(address, "open"), gives functions the label alone: write the address ' +
  'itself; the job Check old links reads the address behind a label';

/** The address of `[text](address)`, or null. */
export const markdownAddress = (text: string): string | null => MARKDOWN.exec(text)?.[2] ?? null;

/** Why a text can be no single link, as a sentence; '' where it may be one. */
export function linkProblem(text: string): string {
  const match = MARKDOWN.exec(text);
  if (match) {
    const [, label = '', address] = match;
    const another = IS_LINK.test(label.trim()) && label.trim() !== address;
    return another ? 'the cell shows one address and leads to another: write the one that is meant' : '';
  }
  const links = new Set(
    text
      .trim()
      .split(BEFORE_NEXT)
      .filter((part) => IS_LINK.test(part)),
  );
  if (links.size > 1) return `the cell holds ${links.size} links: write one in each cell`;
  const cell = readCell(text);
  const ids = idsInCell(cell).filter(canBeSegment);
  if (ids.length > 1) return `the cell holds ${ids.length} ids, no link: TT_LINK makes one of ids`;
  if (ids.length === 1)
    return `${ids[0]} is an id, no link and no state’s number: TT_LINK makes a link of it`;
  if (cell.kind === 'rounded') return `${cell.shown} is a rounded number, no link`;
  return '';
}
