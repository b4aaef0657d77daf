/** Compares our cells with what they held, what they should hold, and what people put there. */
import type { CellView } from '@tracer-tools/apps-script/sheet';
import type { EventLog, Watch } from '../event-log';
import type { SheetCase, SheetRow } from '../sheets';

export const isFormulaText = (old: string | number): boolean =>
  typeof old === 'string' && old.startsWith('=');

export const holdsOld = (view: CellView, old: string | number): boolean =>
  isFormulaText(old) ? view.formula !== '' : String(view.value) === String(old);

/** What our cell held before the run. Values that an array fills in do not count. */
export function oldCell(original: SheetRow, name: string, happened: EventLog): string | number {
  if (happened.headers.get(name) === null || (original.spilled && name === 'share')) return '';
  return original.old[name as 'current_id' | 'share'];
}

/**
 * What the cell showed before the run through an array whose formula is gone. Where somebody removes the formula between
 * a look and its write, nothing tells a cell that it filled from one with content of its own: Undo gives back what was
 * shown, so that nobody's content is lost.
 */
export const isShownBefore = (
  view: CellView,
  original: SheetRow,
  name: string,
  sheet: SheetCase,
  { deleted, watches }: EventLog,
): boolean =>
  original.spilled &&
  name === 'share' &&
  String(view.value) === String(original.old.share) &&
  sheet.rows.some(
    ({ note, old }) =>
      String(old.share).startsWith('=ARRAY') &&
      (deleted.has(note) || watches.some((watch) => watch.row === note && watch.header === name)),
  );

export const wasTouched = ({ touched }: EventLog, note: string, name: string): boolean =>
  touched.has(`${note} ${name}`);

/** Whether the cell holds something that a person pasted there. */
export const isPasted = (view: CellView, { pasted }: EventLog, note: string, name: string): boolean =>
  view.value !== '' && pasted.has(`${note} ${name} ${view.value}`);

/** Undo skips cells that a person cleared, and keeps the content of cells with a rule or a merge. */
export const isLeftByUndo = ({ value, validation, merged }: CellView): boolean =>
  value === '' || validation !== null || merged !== null;

/** The value or formula that a person last put into the cell. */
export const typedInto = ({ watches }: EventLog, note: string, name: string): Watch | undefined =>
  watches.filter((each) => each.kind !== 'note' && each.row === note && each.header === name).pop();

export const isTyped = (view: CellView, { kind, value }: Watch): boolean =>
  kind === 'formula' ? view.formula === value : view.value === value;

/** A note that a person put on a cell must stay, unless it came between a look and its write. */
export function checkNotes({ watches }: EventLog): string[] {
  return watches.flatMap(({ kind, row, header, state }) =>
    kind === 'note' && state === 'seen' ? [`${row}: ${header} has lost its note`] : [],
  );
}
