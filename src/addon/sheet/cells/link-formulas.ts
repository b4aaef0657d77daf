/**
 * Formulas in the add-on's own tabs that lead to a row or a page. Semicolons separate arguments in every locale. Text
 * from outside gets into them only as the quoted name of a tab.
 */

const quotedTab = (name: string): string => `'${name.replace(/'/g, "''")}'`;

/**
 * A link to the row whose cell in `column` holds the text of `cell`, even after rows and columns have moved. `column`
 * is a letter of `tab`. `isExact`: matches the whole cell, a number or a text with any characters, which may be cut.
 */
export function rowLink(
  tab: { id: number; name: string },
  column: string,
  cell: string,
  isExact = false,
): string {
  const cells = `${quotedTab(tab.name)}!${column}:${column}`;
  const match = (what: string) => `MATCH(${what};${cells};0)`;
  // ~ escapes the wildcards.
  const plain = ['~', '*', '?'].reduce((text, sign) => `SUBSTITUTE(${text};"${sign}";"~${sign}")`, cell);
  const row = isExact
    ? `IFERROR(${match(plain)};IFERROR(${match(`${cell}*1`)};${match(`"*"&${plain}&"*"`)}))`
    : match(`"*"&${cell}&"*"`);
  const address = `"#gid=${tab.id}&range="&ADDRESS(${row};COLUMN(${cells});4)`;
  return `=HYPERLINK(IFERROR(${address};"#gid=${tab.id}");IFERROR("row "&${row};"not there now"))`;
}

/** Returns '' for an address that cannot be part of a formula. */
export const pageLink = (address: string, label: string): string =>
  /^https:\/\/[^"\s]+$/.test(address) ? `=HYPERLINK("${address}";"${label}")` : '';
