/** Cells of ours against what they held, what they should hold, and what people put there. */
import type { CellView } from '@tracer-tools/apps-script/sheet';
import type { EventLog, Watch } from '../event-log';
import type { SheetRow } from '../sheets';

export const isFormulaText = (old: string | number): boolean =>
  typeof old === 'string' && old.startsWith('=');

export const holdsOld = (view: CellView, old: string | number): boolean =>
  isFormulaText(old) ? view.formula !== '' : String(view.value) === String(old);

/** What a cell of ours held before the run; an array is no content of the cells that it fills. */
export function oldCell(original: SheetRow, name: string, happened: EventLog): string | number {
  if (happened.headers.get(name) === null || (original.spilled && name === 'share')) return '';
  return original.old[name as 'current_id' | 'share'];
}

export const wasTouched = ({ touched }: EventLog, note: string, name: string): boolean =>
  touched.has(`${note} ${name}`);

/** It holds what somebody pasted there. */
export const isPasted = (view: CellView, { pasted }: EventLog, note: string, name: string): boolean =>
  view.value !== '' && pasted.get(`${note} ${name}`) === view.value;

/** Cells that somebody cleared stay so; those that were ruled or merged keep what is in them. */
export const isLeftByUndo = ({ value, validation, merged }: CellView): boolean =>
  value === '' || validation !== null || merged !== null;

/** What a person last typed into the cell, or put there as a formula. */
export const typedInto = ({ watches }: EventLog, note: string, name: string): Watch | undefined =>
  watches.filter((each) => each.kind !== 'note' && each.row === note && each.header === name).pop();

export const isTyped = (view: CellView, { kind, value }: Watch): boolean =>
  kind === 'formula' ? view.formula === value : view.value === value;

/** A note that a person put there stands, unless it was put between a look and its write. */
export function checkNotes({ watches }: EventLog): string[] {
  return watches.flatMap(({ kind, row, header, state }) =>
    kind === 'note' && state === 'seen' ? [`${row}: ${header} has lost its note`] : [],
  );
}
