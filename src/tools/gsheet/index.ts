/** The gsheet_ family. */
import type { FormulaTool } from '../declaration/declare';
import { columnAsList, tabAsTable } from './tabs';

export const GSHEET: readonly FormulaTool[] = [tabAsTable, columnAsList];
