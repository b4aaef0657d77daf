// The changes that Prepare offers, and the plan of the selected ones.
import type { PreparePlan, TabView } from '../../src/addon/interfaces/api';
import { columnLetter } from '../../src/core/cells/column-letters';
import { headerText } from '../../src/core/cells/headers';
import { catalogueJobs } from '../catalogue';
import { countText } from '../format';
import type { IdColumn, Survey } from './survey';

export type PartName = 'text' | 'header' | 'widths' | 'formats' | 'frozen';

export interface Part {
  name: PartName;
  words: string;
}

const PLAIN_TEXT = '@';
/** Width at which an id of 18 digits is fully visible, in pixels. */
const ID_WIDTH = 160;

interface Numbers {
  column: number;
  header: string;
  format: string;
}

/** The parts that would change something, with their descriptions. */
export function partsOf(tab: TabView, found: Survey): Part[] {
  const parts: Part[] = [];
  const add = (name: PartName, words: string) => parts.push({ name, words });
  const columnNames = (columns: readonly { column: number }[]) =>
    columns.map(({ column }) => columnLetter(column)).join(', ');
  const texts = notText(tab, found);
  if (texts.length > 0)
    add(
      'text',
      `Plain text for ${countText(texts.length, 'id column')} (${columnNames(texts)}): ids typed later keep their digits`,
    );
  if (found.main !== null && found.main.header === '') {
    const where = topRowNeeded(tab, found) ? 'a row of headers on top' : 'a header';
    add('header', `Add ${where}: ${headerFor(found.main)} above column ${columnLetter(found.main.column)}`);
  }
  const narrow = narrowColumns(tab, found);
  if (narrow.length > 0) add('widths', `Widen ${columnNames(narrow)}, so that ids are seen whole`);
  const numbers = numberColumns(tab, found);
  if (numbers.length > 0)
    add('formats', `Numbers with units: ${numbers.map(({ header }) => header).join(', ')}`);
  const row = headerRowAfter(tab, found);
  if (row > 0 && tab.frozen < row) add('frozen', 'Keep the header in sight while scrolling');
  return parts;
}

export function planFor(tab: TabView, found: Survey, on: ReadonlySet<PartName>): PreparePlan {
  const { main } = found;
  const isNamed = on.has('header') && main !== null && main.header === '';
  const topRow = isNamed && topRowNeeded(tab, found);
  const row = isNamed ? headerRowAfter(tab, found) : found.headerRow;
  const headerOf = (one: IdColumn) => (one === main && isNamed ? headerFor(main) : one.header);
  const first = Math.max(1, row + 1);
  return {
    sheetId: tab.sheetId,
    marks: tab.marks,
    topRow,
    headers: isNamed ? [{ row, column: main.column, text: headerFor(main) }] : [],
    formats: [
      ...(on.has('text') ? notText(tab, found) : []).map((one) => ({
        column: one.column,
        header: headerOf(one),
        first,
        format: PLAIN_TEXT,
      })),
      ...(on.has('formats') ? numberColumns(tab, found) : []).map((one) => ({ ...one, first })),
    ],
    widths: (on.has('widths') ? narrowColumns(tab, found) : []).map((one) => ({
      column: one.column,
      header: headerOf(one),
      pixels: ID_WIDTH,
    })),
    frozen: on.has('frozen') && row > tab.frozen ? row : null,
  };
}

const headerFor = ({ pieces, ids }: IdColumn): string =>
  pieces * 2 > ids.length ? 'supervoxel_id' : 'root_id';

/** True if there is no free row above the ids for the header. */
const topRowNeeded = (tab: TabView, { main }: Survey): boolean => firstIdRow(tab, main!) === 1;

function firstIdRow({ values }: TabView, { column }: IdColumn): number {
  return values.findIndex((row) => headerText(row[column - 1]) !== '') + 1;
}

function headerRowAfter(tab: TabView, found: Survey): number {
  if (found.main === null) return 0;
  if (found.main.header !== '') return found.headerRow;
  return Math.max(1, firstIdRow(tab, found.main) - 1);
}

const notText = (tab: TabView, { columns }: Survey): IdColumn[] =>
  columns.filter(
    ({ column }) =>
      !tab.computed[column - 1] && tab.formats[column - 1]!.some((format) => format !== PLAIN_TEXT),
  );

const narrowColumns = (tab: TabView, { columns }: Survey): IdColumn[] =>
  columns.filter(({ column }) => tab.widths[column - 1]! < ID_WIDTH - 20);

/** Number columns whose header is that of an output with a unit, and whose format is Sheets' default. */
function numberColumns(tab: TabView, { headerRow }: Survey): Numbers[] {
  if (headerRow === 0) return [];
  const formatOf = new Map(
    catalogueJobs().flatMap(({ details }) => details.map(({ header, format }) => [header, format])),
  );
  return tab.values[headerRow - 1]!.flatMap((cell, c) => {
    const header = headerText(cell);
    const format = formatOf.get(header) ?? '';
    const isPlain = tab.formats[c]!.every(
      (one) => one === 'General' || one === '0.###############' || one === format.replace(/ ".*"$/, ''),
    );
    const hasNumbers = tab.values.slice(headerRow).some((row) => typeof row[c] === 'number');
    return format !== '' && isPlain && hasNumbers ? [{ column: c + 1, header, format }] : [];
  });
}
