// Tab-separated text as spreadsheets exchange it: cells with tabs, line ends or quotes are in quotes.

export function readTable(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let at = 0;
  const endCell = () => {
    row.push(cell);
    cell = '';
  };
  const endRow = () => {
    endCell();
    rows.push(row);
    row = [];
  };
  const body = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  while (at < body.length) {
    const letter = body[at]!;
    if (letter === '"' && cell === '') {
      const end = closing(body, at);
      if (end > 0) {
        cell = body.slice(at + 1, end).replace(/""/g, '"');
        at = end + 1;
        continue;
      }
    }
    if (letter === '\t') endCell();
    else if (letter === '\n') endRow();
    else cell += letter;
    at += 1;
  }
  endRow();
  return rows;
}

/** The end of the quoted cell that starts at `from`, or 0 if the quote is part of the text. */
function closing(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] !== '"') continue;
    if (text[at + 1] === '"') {
      at += 1;
      continue;
    }
    const after = text[at + 1];
    return after === undefined || after === '\t' || after === '\n' ? at : 0;
  }
  return 0;
}

export function writeTable(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => (/[\t\n"]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  return rows.map((row) => row.map(cell).join('\t')).join('\n');
}
