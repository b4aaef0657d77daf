/** What identifies a row to a job: its id, its id and anchor, or its text. */
import { readCell } from '../../core/cells/id-cell';
import type { Cell } from '../../core/table';
import type { KeyKind } from '../../tools/declaration/column-job';
import { textKey } from '../../tools/declaration/text-key';
import { anchorKey } from '../../tools/jobs/piece-key';

/** A row's key, or null for a blank or damaged cell; `anchor` as `anchorCell` gives it. */
export function keyOf(kind: KeyKind, cell: Cell | undefined, anchor: Cell | undefined): string | null {
  if (kind === 'texts') return keyOfText(String(cell ?? '').trim());
  const read = readCell(cell);
  if (read.kind !== 'id') return null;
  const beside = kind === 'pieces' ? anchorKey(anchor) : '';
  return beside === '' ? read.id : `${read.id} ${beside}`;
}

const KEY_CHARACTERS = 120;

/** Long texts (a link may hold a whole state) are known by their start and a hash of all of them. */
function keyOfText(text: string): string | null {
  if (text.length <= KEY_CHARACTERS) return text === '' ? null : text;
  return `${text.slice(0, KEY_CHARACTERS)}… ${textKey(text)}`;
}
