/** The properties of a cell besides its content; they move with the cell. */

import type { LinkRun } from '../values/types';
import type { ValidationRule } from '../values/validation';

export interface CellLook {
  format: string;
  note: string;
  background: string;
  bold: boolean;
  validation: ValidationRule | null;
  /** Links in the text; entering any other value removes them. */
  links: readonly LinkRun[];
}

const NO_LINKS: readonly LinkRun[] = [];

export function blankLook(): CellLook {
  return { format: '', note: '', background: '', bold: false, validation: null, links: NO_LINKS };
}

/** True if a new row or column beside the cell inherits anything from it. */
export function hasInheritedLook(cell: CellLook): boolean {
  return cell.format !== '' || cell.background !== '' || cell.bold || cell.validation !== null;
}

/** The properties that a new row or column takes from its neighbour: formats and validation, but no notes or links. */
export function inheritedLook({ format, background, bold, validation }: CellLook): Partial<CellLook> {
  return { format, background, bold, validation };
}
