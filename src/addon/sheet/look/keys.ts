/** What identifies a row to a job: its id, its id and anchor, or its text. */
import { passedError, shownCell } from '../../../core/cells/foreign';
import { cellError, isEmptyCell, readCell } from '../../../core/cells/id-cell';
import { CODES, type Code } from '../../../core/codes';
import { TtError } from '../../../core/errors';
import type { Cell } from '../../../core/table';
import type { KeyKind } from '../../../tools/declaration/column-job';
import { textKey } from '../../../tools/declaration/text-key';
import { anchorKey } from '../../../tools/jobs/piece-key';

/** In front of the key of a damaged cell: it is answered with its refusal, and no service is asked about it. */
const DAMAGED = '!';

/** A row's key, or null for a blank cell and for one that says "none"; `anchor` as `anchorCell` gives it. */
export function keyOf(kind: KeyKind, cell: Cell | undefined, anchor: Cell | undefined): string | null {
  if (kind === 'texts') return keyOfText(cell instanceof Date ? shownCell(cell) : `${cell ?? ''}`.trim());
  const read = readCell(cell);
  if (isEmptyCell(read)) return null;
  const error = cellError(read);
  if (read.kind !== 'id') return `${DAMAGED}${error!.code} ${error!.message}`;
  const damaged = kind === 'pieces' ? passedError(anchor) : null;
  if (damaged?.message.startsWith('anchor: ')) return `${DAMAGED}${damaged.code} ${damaged.message}`;
  const beside = kind === 'pieces' ? anchorKey(anchor) : '';
  return beside === '' ? read.id : `${read.id} ${beside}`;
}

/** The id of a row's key, without the anchor beside it; other keys as they are. */
export const idOfKey = (key: string): string => (/^[0-9]+ /.test(key) ? key.slice(0, key.indexOf(' ')) : key);

/** Why a damaged cell is not asked about; null for every other key of an id column. */
export function damageOf(key: string): TtError | null {
  const [, code, message] = /^!([A-Z]+) (.*)$/s.exec(key) ?? [];
  return code !== undefined && code in CODES ? new TtError(code as Code, message!) : null;
}

const KEY_CHARACTERS = 120;

/** Long texts (a link may hold a whole state) are known by their start and a hash of all of them. */
function keyOfText(text: string): string | null {
  if (text.length <= KEY_CHARACTERS) return text === '' ? null : text;
  return `${text.slice(0, KEY_CHARACTERS)}… ${textKey(text)}`;
}
