/**
 * Recognizes cells of a link column that do not hold exactly one link: several links, an id, or a label that hides its
 * address.
 */
import { canBeSegment, idsInCell, readCell } from '../core/cells/id-cell';

/**
 * The separators in front of each further link of a text: a space or punctuation mark, a bracket, or the end of a word.
 */
const BEFORE_NEXT = /[\s,;|(<]+(?=(?:middleauth\+)?(?:https?|gs):\/\/)|(?<=[\p{L}\p{N})}])(?=https?:\/\/)/iu;
const IS_LINK = /^<?(?:middleauth\+)?(?:https?|gs):\/\//i;
/** Also matches an image, and words after the link. */
const MARKDOWN =
  /^\s*!?\[([^\]]*)\]\(\s*<?((?:middleauth\+)?(?:https?|gs):\/\/[^\s>]+?)>?\s*\)(?:[\s.,;:!?](?!.*:\/\/).*)?$/is;

/** The rest of the message after "not a link": what hides the address, and what to do. */
export const LABEL_HINT =
  'A cell that shows a label, such as =HYPERLINK(address, "open"), gives functions the label alone: write the address ' +
  'itself; the job Check old links reads the address behind a label';

/** The address of `[text](address)`, or null. */
export const markdownAddress = (text: string): string | null => MARKDOWN.exec(text)?.[2] ?? null;

/** The reason, as a sentence, why a text cannot be a single link; '' if it can be one. */
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
