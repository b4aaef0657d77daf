/**
 * The registry: the one list of declarations, by family. Each shell uses the functions of its own surface and no
 * others.
 */
import { TtError } from '../core/errors';
import { BUCKET } from './bucket';
import { CALC } from './calc';
import { CHECK } from './check';
import { CONVERT } from './convert';
import { COUNT } from './count';
import type { ColumnJob } from './declaration/column-job';
import type { AnyTool, FormulaTool } from './declaration/declare';
import type { EditTool, ServerTool, WindowTool } from './declaration/sheet-tools';
import { SURFACES, type Surface } from './declaration/surfaces';
import { GET } from './get';
import { GSHEET } from './gsheet';
import { JOBS } from './jobs';
import { MAKE } from './make';
import { TRIAGE } from './triage';
import { VIEW } from './view';

const FAMILIES = [
  ...GET,
  ...CHECK,
  ...COUNT,
  ...TRIAGE,
  ...GSHEET,
  ...CALC,
  ...CONVERT,
  ...BUCKET,
  ...MAKE,
  ...VIEW,
  ...JOBS,
] as const;

/** The declarations as types: the compiler knows which of them have work in `src/tools/heavy`. */
export type DeclaredTools = (typeof FAMILIES)[number];

export type Declared = AnyTool | EditTool | WindowTool | ServerTool | ColumnJob;

export const REGISTRY: readonly Declared[] = FAMILIES;

/** The kinds of declaration that each surface can have: the types of their `surfaces` admit no others. */
interface KindsOf {
  formula: FormulaTool;
  sidebar: AnyTool | EditTool | WindowTool;
  columnJob: ColumnJob;
  commandLine: AnyTool | ServerTool;
  companion: AnyTool;
}

export const isOn = <S extends Surface>(surface: S, tool: Declared): tool is KindsOf[S] =>
  (tool.surfaces as readonly Surface[]).includes(surface);

export function toolsOn<S extends Surface>(surface: S): KindsOf[S][] {
  return REGISTRY.filter((tool): tool is KindsOf[S] => isOn(surface, tool));
}

/** The word by which a surface finds this tool: two formulas may share a name, so the formula comes first. */
export const toolKey = ({ formula, name }: Pick<Declared, 'formula' | 'name'>): string => formula || name;

/** Finds a tool by its formula, else by its name; if several share the name, the first one. */
function byWord<Tool extends Declared>(tools: readonly Tool[], word: string): Tool | undefined {
  const query = word.toLowerCase();
  return (
    tools.find(({ formula }) => formula !== '' && formula.toLowerCase() === query) ??
    tools.find(({ name }) => name === query)
  );
}

export const findTool = <S extends Surface>(surface: S, word: string): KindsOf[S] | null =>
  byWord(toolsOn(surface), word) ?? null;

/** As `findTool`, but throws for a missing tool, with a message that says where it can be called. */
export function requireTool<S extends Surface>(surface: S, word: string): KindsOf[S] {
  const found = findTool(surface, word);
  if (found) return found;
  const elsewhere = byWord(REGISTRY, word);
  const thing = surface === 'columnJob' ? 'job' : 'function';
  if (!elsewhere) throw new TtError('INPUT', `there is no ${thing} "${word.slice(0, 60)}"`);
  const places = elsewhere.surfaces.map((one) => SURFACES[one]).join(', ');
  throw new TtError('INPUT', `${toolKey(elsewhere)} does not work ${SURFACES[surface]}, but ${places}`);
}

export const toolByFormula = (formula: string): FormulaTool | null =>
  toolsOn('formula').find((tool) => tool.formula === formula) ?? null;
