/** The gsheet_ family. */
import { addColumn, addRow } from './edits';
import { columnAsList, tabAsTable } from './tabs';

export const GSHEET = [tabAsTable, columnAsList, addColumn, addRow] as const;
