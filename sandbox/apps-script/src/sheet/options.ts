/** Options of a workbook. Behaviour of Sheets that is not verified has a switch with a default. */

export interface WorkbookOptions {
  id?: string;
  name?: string;
  /** IANA name of the time zone for typed dates. */
  timeZone?: string;
  /** Such as `de_DE`: decides separators, dates and words. */
  locale?: string;
  /** The clock of NOW and TODAY, and of dates typed without a year. */
  now?: () => Date;
  /** In a plain-text ('@') cell, a string that starts with '=' stays text. */
  plainTextKeepsFormulaText?: boolean;
  /** '+A1' starts a formula if it can be parsed. */
  plusStartsFormula?: boolean;
  /** A custom function receives a blank reference or an omitted argument as undefined, not as ''. */
  blankArgumentIsUndefined?: boolean;
  /**
   * A custom function receives an error in a range argument as text such as '#N/A'; otherwise that error is the result
   * of the cell.
   */
  passErrorsInRanges?: boolean;
  /** Identical custom calls in one settle share one execution. */
  shareIdenticalCalls?: boolean;
  /** A formula that an insertion or deletion moved calls its custom functions again. */
  movedFormulasCallAgain?: boolean;
  /** An array result that is taller than the grid adds rows to it; otherwise it fails. */
  arraysAddRows?: boolean;
  /** Inserted rows and columns take number formats, colours and validation from their neighbour. */
  insertedLinesInherit?: boolean;
  /** Sorting moves the developer metadata of rows. Undocumented; a sort moves cells, not rows. */
  sortMovesRowMetadata?: boolean;
  /** A duplicated tab gets the developer metadata of the original. Undocumented. */
  duplicatesCopyMetadata?: boolean;
  /** Sorting moves the data validation of cells. Undocumented. */
  sortMovesValidation?: boolean;
  /** Sorting a range also moves the rows that a filter or a user hides. Undocumented. */
  sortMovesHiddenRows?: boolean;
  /** A value written into a cell that a merge hides is dropped; otherwise it is kept, invisibly. Undocumented. */
  mergedCellsDropWrites?: boolean;
  /** A script's entry is refused too if a validation rule rejects it. Undocumented; reported. */
  validationRejects?: boolean;
}

export type WorkbookSettings = Required<WorkbookOptions>;

export function completeSettings(options: WorkbookOptions): WorkbookSettings {
  return {
    id: 'local-spreadsheet',
    name: 'Untitled spreadsheet',
    timeZone: 'Etc/UTC',
    locale: 'en_US',
    now: () => new Date(),
    plainTextKeepsFormulaText: false,
    plusStartsFormula: true,
    blankArgumentIsUndefined: false,
    passErrorsInRanges: false,
    shareIdenticalCalls: false,
    movedFormulasCallAgain: false,
    arraysAddRows: false,
    insertedLinesInherit: true,
    sortMovesRowMetadata: false,
    duplicatesCopyMetadata: true,
    sortMovesValidation: true,
    sortMovesHiddenRows: true,
    mergedCellsDropWrites: true,
    validationRejects: true,
    ...options,
  };
}
