/** What a cell has besides its content: it moves with the cell. */

import type { LinkRun } from '../values/types';
import type { ValidationRule } from '../values/validation';

export interface CellLook {
  format: string;
  note: string;
  background: string;
  bold: boolean;
  validation: ValidationRule | null;
  /** Links in the text; none after any other value is entered. */
  links: readonly LinkRun[];
}

const NO_LINKS: readonly LinkRun[] = [];

export function blankLook(): CellLook {
  return { format: '', note: '', background: '', bold: false, validation: null, links: NO_LINKS };
}

/** Whether a new row or column beside the cell takes anything from it. */
export function hasInheritedLook(cell: CellLook): boolean {
  return cell.format !== '' || cell.background !== '' || cell.bold || cell.validation !== null;
}

/** What a new row or column takes from its neighbour: formats and validation, neither notes nor links. */
export function inheritedLook({ format, background, bold, validation }: CellLook): Partial<CellLook> {
  return { format, background, bold, validation };
}
