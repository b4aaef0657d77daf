/**
 * Formulas that stand in the add-on's own tabs and lead to a row or a page. Semicolons part arguments in every locale.
 * Foreign text gets into them only as the quoted name of a tab.
 */

const quotedTab = (name: string): string => `'${name.replace(/'/g, "''")}'`;

/**
 * A link to the row whose cell in `column` holds the text of `cell`, wherever rows and columns are moved. `column` is a
 * letter of `tab`. `isExact`: the cell is `cell`, a number or a text with any signs; its text may be cut.
 */
export function rowLink(
  tab: { id: number; name: string },
  column: string,
  cell: string,
  isExact = false,
): string {
  const cells = `${quotedTab(tab.name)}!${column}:${column}`;
  const match = (what: string) => `MATCH(${what};${cells};0)`;
  // ~ makes the signs that stand for others stand for themselves.
  const plain = ['~', '*', '?'].reduce((text, sign) => `SUBSTITUTE(${text};"${sign}";"~${sign}")`, cell);
  const row = isExact
    ? `IFERROR(${match(plain)};IFERROR(${match(`${cell}*1`)};${match(`"*"&${plain}&"*"`)}))`
    : match(`"*"&${cell}&"*"`);
  const address = `"#gid=${tab.id}&range="&ADDRESS(${row};COLUMN(${cells});4)`;
  return `=HYPERLINK(IFERROR(${address};"#gid=${tab.id}");IFERROR("row "&${row};"not there now"))`;
}

/** '' for an address that cannot stand in a formula. */
export const pageLink = (address: string, label: string): string =>
  /^https:\/\/[^"\s]+$/.test(address) ? `=HYPERLINK("${address}";"${label}")` : '';
