/** Chooses the headers under which a job writes its outputs beside an id column. */

import { TtError } from '../../../core/errors';
import { groupedNumber } from '../../../core/grouped-number';
import type { ColumnTag } from '../../interfaces/host';
import { isOutput } from '../cells/column-formats';
import { headerText } from '../cells/columns';
import type { Grid } from '../look/grid';
import { type KeyColumn, readTarget, type Target } from './column-tags';

/** A header is stored in properties and names. */
const HEADER_CHARACTERS = 200;

export function requireShort(header: string, what: string): void {
  if (header.length <= HEADER_CHARACTERS) return;
  const length = groupedNumber(header.length);
  throw new TtError('BIG', `${what} has ${length} characters; shorten it to ${HEADER_CHARACTERS}`);
}

/**
 * `chosen`: headers from the user, by output. Otherwise a column keeps its header, and a new one is named after its
 * output, unless another id column of the tab has a column of that name.
 */
export function targetsOf(
  grid: Grid,
  tags: readonly ColumnTag[],
  key: KeyColumn,
  outputs: readonly string[],
  chosenHeaders: Readonly<Record<string, string>>,
): Target[] {
  const headers = grid.values.row(key.headerRow).map(headerText);
  return outputs.map((output) => {
    const chosenHeader = (chosenHeaders[output] ?? '').trim();
    if (chosenHeader !== '') return { output, header: freeHeader(chosenHeader, headers, tags, key, output) };
    const own = tags.find((tag) => {
      const read = readTarget(tag);
      return read?.key === key.tag && read.output === output;
    });
    const header = own ? (headers[own.column - 1] ?? '') || readTarget(own)!.header : '';
    if (header !== '') return { output, header };
    return { output, header: isOthers(headers, tags, key, output) ? `${key.header}_${output}` : output };
  });
}

function freeHeader(
  header: string,
  headers: readonly string[],
  tags: readonly ColumnTag[],
  key: KeyColumn,
  output: string,
): string {
  requireShort(header, 'a header');
  const column = headers.indexOf(header);
  const owners = tags.filter((tag) => tag.column === column + 1);
  const isOther = owners.some((tag) => {
    const read = readTarget(tag);
    return read === null || read.key !== key.tag || read.output !== output;
  });
  if (header === key.header || isOther) {
    throw new TtError('INPUT', `${output}: the column ${header} holds something else. Choose another header`);
  }
  return header;
}

const ID_HEADER = /(^|_)(id|ids|root|segment|seg|neuron)s?$/i;

/** Whether a column with this header belongs, or seems to belong, to another id column. */
function isOthers(
  headers: readonly string[],
  tags: readonly ColumnTag[],
  key: KeyColumn,
  output: string,
): boolean {
  const column = headers.indexOf(output);
  if (column < 0) return false;
  const owners = tags.flatMap((tag) => (tag.column === column + 1 ? [readTarget(tag)] : []));
  if (owners.length > 0) return !owners.some((read) => read?.key === key.tag);
  // A column without a name is taken to belong to the first id column.
  const first = headers.findIndex((text) => ID_HEADER.test(text) && !isOutput(text));
  return (
    first >= 0 && first < key.column && column > first && !tags.some((tag) => tag.column === key.column + 1)
  );
}
