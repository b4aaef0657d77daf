/** Options of a workbook. Behaviour of Sheets that is not verified is a switch with its default. */

export interface WorkbookOptions {
  id?: string;
  name?: string;
  /** IANA name; the wall clock of typed dates. */
  timeZone?: string;
  /** Such as `de_DE`: separators, dates, words. */
  locale?: string;
  /** The clock of NOW, TODAY and of dates typed without a year. */
  now?: () => Date;
  /** In a plain-text ('@') cell a string that starts with '=' stays text. */
  plainTextKeepsFormulaText?: boolean;
  /** '+A1' starts a formula where it parses. */
  plusStartsFormula?: boolean;
  /** A blank reference or skipped argument reaches a custom function as undefined instead of ''. */
  blankArgumentIsUndefined?: boolean;
  /** An error inside a range argument arrives as text such as '#N/A' instead of being the result of the cell. */
  passErrorsInRanges?: boolean;
  /** Identical custom calls of one settle share one execution. */
  shareIdenticalCalls?: boolean;
  /** A formula that an insertion or deletion moved calls its custom functions again. */
  movedFormulasCallAgain?: boolean;
  /** An array result that is taller than the grid adds rows to it instead of failing. */
  arraysAddRows?: boolean;
  /** Inserted rows and columns take number formats, colours and validation from their neighbour. */
  insertedLinesInherit?: boolean;
  /** Developer metadata of rows moves when rows are sorted. Undocumented; a sort moves cells, not rows. */
  sortMovesRowMetadata?: boolean;
  /** A duplicated tab has the developer metadata of the original. Undocumented. */
  duplicatesCopyMetadata?: boolean;
  /** Sorting moves the data validation of cells. Undocumented. */
  sortMovesValidation?: boolean;
  /** Sorting a range also moves the rows that a filter or a user hides. Undocumented. */
  sortMovesHiddenRows?: boolean;
  /** A value written into a cell that a merge hides is dropped; otherwise it is kept, invisible. Undocumented. */
  mergedCellsDropWrites?: boolean;
  /** An entry that a validation rule rejects is refused when a script writes it too. Undocumented; reported. */
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
