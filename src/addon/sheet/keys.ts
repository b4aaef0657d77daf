/** What identifies a row to a job: its id, its id and anchor, or its text. */
import { readCell } from '../../core/cells/id-cell';
import type { Cell } from '../../core/table';
import type { KeyKind } from '../../tools/declaration/column-job';
import { textKey } from '../../tools/declaration/text-key';
import { anchorOf } from '../../tools/jobs/piece-key';

/** Headers of an anchor column, in the order in which they count. */
const ANCHOR_HEADERS = ['anchor_supervoxel', 'supervoxel_id'];

/** The column number of the anchors, or 0. */
export function anchorColumn(headers: readonly string[]): number {
  for (const header of ANCHOR_HEADERS) {
    const at = headers.indexOf(header);
    if (at >= 0) return at + 1;
  }
  return 0;
}

/** A row's key, or null for a blank or damaged cell. */
export function keyOf(kind: KeyKind, cell: Cell | undefined, anchor: Cell | undefined): string | null {
  if (kind === 'texts') return keyOfText(String(cell ?? '').trim());
  const read = readCell(cell);
  if (read.kind !== 'id') return null;
  const beside = kind === 'pieces' ? anchorOf(anchor) : null;
  return beside === null ? read.id : `${read.id} ${beside}`;
}

const KEY_CHARACTERS = 120;

/** Long texts (a link may hold a whole state) are known by their start and a hash of all of them. */
function keyOfText(text: string): string | null {
  if (text.length <= KEY_CHARACTERS) return text === '' ? null : text;
  return `${text.slice(0, KEY_CHARACTERS)}… ${textKey(text)}`;
}
