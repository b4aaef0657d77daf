/** What identifies a row to a job: its id, its id and anchor, or its text. */
import { notAnIdError, roundedIdError, type TtError } from '../../core/errors';
import { readCell } from '../../core/ids';
import type { Cell } from '../../core/table';
import type { KeyKind } from '../../tools/declaration/column-job';
import { textKey } from '../../tools/declaration/text-key';
import { anchorOf } from '../../tools/jobs/piece-key';

/** Headers of an anchor column, in the order in which they count. */
export const ANCHOR_HEADERS = ['anchor_supervoxel', 'supervoxel_id'];

/** Words that people put into an id cell for "there is none". */
const NONE = /^(0|na|n\/a|none|null|-+)$/i;

export const meansNone = (cell: Cell | undefined): boolean => NONE.test(String(cell ?? '').trim());

/** In front of the key of a damaged cell: it is answered with its refusal, and no service is asked about it. */
const DAMAGED = '!';

/** A row's key, or null for a blank cell. */
export function keyOf(kind: KeyKind, cell: Cell | undefined, anchor: Cell | undefined): string | null {
  if (kind === 'texts') return keyOfText(String(cell ?? '').trim());
  const read = readCell(cell);
  if (read.kind === 'blank' || meansNone(cell)) return null;
  if (read.kind !== 'id') return `${DAMAGED}${read.kind} ${read.shown}`;
  const beside = kind === 'pieces' ? anchorOf(anchor) : null;
  return beside === null ? read.id : `${read.id} ${beside}`;
}

/** Why a damaged cell is not asked about; null for every other key. */
export function damageOf(key: string, kind: KeyKind): TtError | null {
  if (kind === 'texts' || !key.startsWith(DAMAGED)) return null;
  const shown = key.slice(key.indexOf(' ') + 1);
  return key.startsWith(`${DAMAGED}rounded`) ? roundedIdError(shown) : notAnIdError(shown);
}

const KEY_CHARACTERS = 120;

/** Long texts (a link may hold a whole state) are known by their start and a hash of all of them. */
function keyOfText(text: string): string | null {
  if (text.length <= KEY_CHARACTERS) return text === '' ? null : text;
  return `${text.slice(0, KEY_CHARACTERS)}… ${textKey(text)}`;
}
