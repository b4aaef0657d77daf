/** The gsheet_ family. */
import type { Tool } from '../declare';
import { columnAsList, tabAsTable } from './tabs';

export const GSHEET: readonly Tool[] = [tabAsTable, columnAsList];
