/** Writes a list as the text of one cell. */

/** A cell holds 50,000 characters; the rest is for the words at the end. */
const MOST = 49_000;

/** Text such as "one; two"; items that do not fit into a cell are counted. */
export function listCell(texts: readonly string[]): string {
  let length = 0;
  const fit = texts.findIndex((text) => {
    length += text.length + 2;
    return length > MOST;
  });
  if (fit < 0) return texts.join('; ');
  const remaining = (texts.length - fit).toLocaleString('en-US');
  return `${texts.slice(0, fit).join('; ')}; and ${remaining} more, which do not fit a cell`;
}
