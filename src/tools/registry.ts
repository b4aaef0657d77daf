/** Every catalogue function that is built, family by family: the one list that all faces are made from. */
import { CALC } from './calc';
import { CHECK } from './check';
import { CONVERT } from './convert';
import { COUNT } from './count';
import type { Tool } from './declare';
import { GET } from './get';
import { GSHEET } from './gsheet';
import { MAKE } from './make';

export const TOOLS: readonly Tool[] = [...GET, ...CHECK, ...COUNT, ...GSHEET, ...CALC, ...CONVERT, ...MAKE];

export function toolByFormula(formula: string): Tool | null {
  return TOOLS.find((tool) => tool.formula === formula) ?? null;
}
