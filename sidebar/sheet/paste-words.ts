// Texts of the paste box: what was read, and what cannot be kept, with the reason.
import type { PastePlace } from '../../src/addon/interfaces/api';
import type { Pasted, PastedKind, PastedProblem } from '../../src/core/cells/pasted';
import { countText, numberText, quoteSheet } from '../format';

const KINDS: Record<PastedKind, string> = {
  ids: 'ids',
  links: 'links',
  points: 'points',
  numbers: 'numbers',
  labels: 'labels',
};

/** "49 ids, 47 distinct · 1 none"; without ids, the number of rows. */
export function countsLine({ ids, distinct, none, cells }: Pasted): string {
  if (ids === 0) return countText(cells.length, 'row');
  const parts = [countText(ids, 'id')];
  if (distinct < ids) parts.push(`${numberText(distinct)} distinct`);
  if (none > 0) parts.push(`${numberText(none)} none`);
  if (cells.length !== ids) parts.push(countText(cells.length, 'row'));
  return parts.join(' · ');
}

/** "CSV: root_id (ids), side (labels)". */
export function formLine({ form, columns }: Pasted): string {
  const columnTexts = columns.map(
    ({ header, kind }, i) => `${header === '' ? `column ${i + 1}` : header} (${KINDS[kind]})`,
  );
  return `Read as ${form}: ${columnTexts.join(', ')}`;
}

const SENTENCES: Record<PastedProblem['kind'], (n: number) => string> = {
  rounded: (n) =>
    `${countText(n, 'id was', 'ids were')} rounded before ${n === 1 ? 'it was' : 'they were'} copied: the last digits are gone. Format that column as plain text where it comes from, get the ids again from their source, and paste them. The cell will say #TT ROUNDED`,
  doubtful: (n) =>
    `${countText(n, 'id looks', 'ids look')} rounded, as by a spreadsheet or a program that holds ids as numbers: the last digits may not be theirs. Kept as pasted; compare with the source`,
  several: (n) =>
    `${countText(n, 'cell holds', 'cells hold')} several ids: kept as pasted; write one in each row`,
  bad: (n) => `${countText(n, 'cell holds', 'cells hold')} no segment id: kept as text`,
};

const NAMED = 5;

export interface ProblemGroup {
  text: string;
  examples: string[];
  refused: boolean;
}

/** The most serious problems first. */
export function problemGroups({ problems }: Pasted): ProblemGroup[] {
  return (['rounded', 'doubtful', 'several', 'bad'] as const).flatMap((kind) => {
    const found = problems.filter((problem) => problem.kind === kind);
    if (found.length === 0) return [];
    const examples = found.slice(0, NAMED).map(({ row, shown }) => `row ${row}: ${shown}`);
    if (found.length > NAMED) examples.push(`and ${numberText(found.length - NAMED)} more`);
    return [{ text: `${SENTENCES[kind](found.length)}.`, examples, refused: kind === 'rounded' }];
  });
}

/** What was left out of the text; '' if nothing was. */
export function leftOutLine({ comments, remarks }: Pasted): string {
  const parts: string[] = [];
  if (comments > 0) parts.push(countText(comments, 'comment line'));
  if (remarks > 0) parts.push(`remarks beside ${countText(remarks, 'id')}`);
  return parts.length === 0 ? '' : `Left out: ${parts.join(', ')}.`;
}

export function placeLine({ sheet, a1, header, below }: PastePlace): string {
  const where = `${quoteSheet(sheet)}!${a1}`;
  if (header) return `Goes to ${where}, with headers above.`;
  return below ? `Goes to ${where}, below what stands there.` : `Goes to ${where}.`;
}
