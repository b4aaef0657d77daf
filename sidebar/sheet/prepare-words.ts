// Texts of Prepare: which column holds the ids, of which dataset, and what is wrong with them.
import type { StackChoice } from '../../src/addon/interfaces/api';
import { columnLetter } from '../../src/core/cells/column-letters';
import { countText, numberText } from '../format';
import type { IdColumn, Survey } from './survey';

export interface IdFinding {
  text: string;
  /** Cells to show. */
  cells: string[];
  wrong: boolean;
}

/** "These look like BANC segment ids (47 of 49)". */
export function headLine({ main }: Survey, stacks: readonly StackChoice[]): string {
  if (main === null) return 'No column of segment ids was found in this tab.';
  const isPieces = main.pieces * 2 > main.ids.length;
  const whose = stacks.length === 0 ? '' : `${stacks.map(({ display }) => display).join(' or ')} `;
  const what = isPieces ? 'supervoxels' : `${whose}segment ids`;
  const name = main.header === '' ? '' : ` (${main.header})`;
  const ids = isPieces ? main.ids.length : main.ids.length - main.pieces;
  return `Column ${columnLetter(main.column)}${name} looks like ${what}: ${numberText(ids)} of ${countText(main.filled, 'cell')}.`;
}

export function findings(main: IdColumn): IdFinding[] {
  const { rounded, doubtful, others, twice, pieces, ids, column } = main;
  const found: IdFinding[] = [];
  const add = (text: string, cells: string[], wrong: boolean) => found.push({ text, cells, wrong });
  if (rounded.length > 0) {
    add(
      `${countText(rounded.length, 'id was', 'ids were')} rounded: the sheet held ${rounded.length === 1 ? 'it' : 'them'} as a number, and the last digits are gone. Nothing here can bring them back: prepare the column, then paste the ids again from their source`,
      rounded,
      true,
    );
  }
  if (doubtful.length > 0) {
    add(
      `${countText(doubtful.length, 'id looks', 'ids look')} as if rounded before it became text: compare with the source`,
      doubtful,
      true,
    );
  }
  if (pieces > 0 && pieces * 2 <= ids.length) {
    add(
      `${countText(pieces, 'is a piece of a segment', 'are pieces of segments')} (supervoxels or graph nodes), not segments`,
      [],
      true,
    );
  }
  if (twice.length > 0) {
    const cells = twice.flatMap(({ rows }) => rows.map((row) => `${columnLetter(column)}${row}`));
    add(`${countText(twice.length, 'id stands', 'ids stand')} in more than one row`, cells, false);
  }
  if (others.length > 0)
    add(`${countText(others.length, 'cell holds', 'cells hold')} something else`, others, false);
  return found;
}

/** The problem with the datastack; '' if the sidebar's datastack knows the ids. */
export function stackLine(stacks: readonly StackChoice[], current: string): string {
  if (stacks.length === 0 || stacks.some(({ name }) => name === current)) return '';
  return `The sidebar is set to ${current}, which does not know these ids.`;
}
