/** Every catalogue function that is built, family by family: the one list that all faces are made from. */
import { CALC } from './calc';
import { CHECK } from './check';
import { CONVERT } from './convert';
import { COUNT } from './count';
import type { AnyTool, FileTool, FormulaTool } from './declaration/declare';
import { GET } from './get';
import { segMesh } from './get/seg-mesh';
import { skeletonFiles } from './get/skeleton-files';
import { GSHEET } from './gsheet';
import { MAKE, MAKE_FILES } from './make';
import { TRIAGE } from './triage';

export const TOOLS: readonly FormulaTool[] = [
  ...GET,
  ...CHECK,
  ...COUNT,
  ...TRIAGE,
  ...GSHEET,
  ...CALC,
  ...CONVERT,
  ...MAKE,
];

/** Those that make files: no formula, but a form, a route of the companion and a command. */
export const FILE_TOOLS: readonly FileTool[] = [skeletonFiles, segMesh, ...MAKE_FILES];

export function toolByFormula(formula: string): FormulaTool | null {
  return TOOLS.find((tool) => tool.formula === formula) ?? null;
}

/** By its formula, or by its name: where several formulas share one, the first. */
export function toolByName(word: string): AnyTool | null {
  const wanted = word.toLowerCase();
  const all: readonly AnyTool[] = [...TOOLS, ...FILE_TOOLS];
  const byFormula = all.find(({ formula }) => formula !== '' && formula.toLowerCase() === wanted);
  return byFormula ?? all.find(({ name }) => name === wanted) ?? null;
}

/** What `toolByName` finds this very tool by: two formulas may share a name. */
export const toolKey = (tool: AnyTool): string => tool.formula || tool.name;
