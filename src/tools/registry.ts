/** The one list of declarations, family by family: each shell takes what is on its surface, and nothing else. */
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

/** What the compiler knows of the declarations: which of them have work in `src/tools/heavy`. */
export type DeclaredTools = (typeof FAMILIES)[number];

export type Declared = AnyTool | EditTool | WindowTool | ServerTool | ColumnJob;

export const REGISTRY: readonly Declared[] = FAMILIES;

/** The kinds that a surface can have: their `surfaces` admit no other words. */
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

/** What a surface finds this very tool by: two formulas may share a name. */
export const toolKey = ({ formula, name }: Pick<Declared, 'formula' | 'name'>): string => formula || name;

/** By its formula, or by its name: where several formulas share one, the first. */
function byWord<Tool extends Declared>(tools: readonly Tool[], word: string): Tool | undefined {
  const query = word.toLowerCase();
  return (
    tools.find(({ formula }) => formula !== '' && formula.toLowerCase() === query) ??
    tools.find(({ name }) => name === query)
  );
}

export const findTool = <S extends Surface>(surface: S, word: string): KindsOf[S] | null =>
  byWord(toolsOn(surface), word) ?? null;

/** As `findTool`; what is not there is refused, in words that say where it can be called. */
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
