/** What identifies a row to a job: its id, its id and anchor, or its text. */
import { passedError, shownCell } from '../../../core/cells/foreign';
import { cellError, isEmptyCell, readCell } from '../../../core/cells/id-cell';
import { CODES, type Code } from '../../../core/codes';
import { TtError } from '../../../core/errors';
import type { Cell } from '../../../core/table';
import type { KeyKind } from '../../../tools/declaration/column-job';
import { textKey } from '../../../tools/declaration/text-key';
import { anchorKey } from '../../../tools/jobs/piece-key';

/** Prefix of the key of a damaged cell: the answer is its error, without a request. */
const DAMAGED = '!';

/** A row's key, or null for a blank cell or one that says "none"; `anchor` comes from `anchorCell`. */
export function keyOf(kind: KeyKind, cell: Cell | undefined, anchor: Cell | undefined): string | null {
  if (kind === 'texts') return keyOfText(cell instanceof Date ? shownCell(cell) : `${cell ?? ''}`.trim());
  const read = readCell(cell);
  if (isEmptyCell(read)) return null;
  const error = cellError(read);
  if (read.kind !== 'id') return `${DAMAGED}${error!.code} ${error!.message}`;
  const anchorError = kind === 'pieces' ? passedError(anchor) : null;
  if (anchorError?.message.startsWith('anchor: '))
    return `${DAMAGED}${anchorError.code} ${anchorError.message}`;
  const beside = kind === 'pieces' ? anchorKey(anchor) : '';
  return beside === '' ? read.id : `${read.id} ${beside}`;
}

/** The id in a row's key, without the anchor; other keys unchanged. */
export const idOfKey = (key: string): string => (/^[0-9]+ /.test(key) ? key.slice(0, key.indexOf(' ')) : key);

/** The error of a damaged cell, for which no request is made; null for every other key of an id column. */
export function damageOf(key: string): TtError | null {
  const [, code, message] = /^!([A-Z]+) (.*)$/s.exec(key) ?? [];
  return code !== undefined && code in CODES ? new TtError(code as Code, message!) : null;
}

const KEY_CHARACTERS = 120;

/** The key of a long text (a link may hold a whole state) is its start and a hash of the whole. */
function keyOfText(text: string): string | null {
  if (text.length <= KEY_CHARACTERS) return text === '' ? null : text;
  return `${text.slice(0, KEY_CHARACTERS)}… ${textKey(text)}`;
}
