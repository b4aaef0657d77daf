/**
 * The recipes of a spreadsheet: named jobs with their options, for everybody who opens it. One property each. A recipe
 * has no column: it runs on the selected column, or on the column of a schedule.
 */
import { TtError } from '../../core/errors';
import { setBounded } from '../access/bounded-store';
import type { JobPlan, RecipePlace, RecipeStep, RecipeView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { specOf, wantedHeaders } from '../jobs/kinds';

const PREFIX = 'recipe-';
/** Properties hold 500 KB in total, shared with jobs and schedules. */
const MOST = 25;
const MOST_STEPS = 8;
const NAME_CHARACTERS = 60;
const HEADER_CHARACTERS = 200;

export const recipes = (host: Host): RecipeView[] =>
  Object.entries(host.documentStore.all())
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([, text]) => JSON.parse(text) as RecipeView)
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));

export function requireRecipe(host: Host, id: string): RecipeView {
  const text = host.documentStore.get(`${PREFIX}${id}`);
  if (text === null) throw new TtError('INPUT', 'that recipe is no longer there');
  return JSON.parse(text) as RecipeView;
}

/** Throws before anything is written if the name is taken, a job is unknown or the recipe is too long. */
export function saveRecipe(name: string, steps: readonly RecipeStep[], host: Host): RecipeView[] {
  const validSteps = checkSteps(steps);
  return host.locked(() => {
    const existing = recipes(host);
    if (existing.length >= MOST) {
      throw new TtError('BIG', `this spreadsheet has ${MOST} recipes, which is the most. Delete one first`);
    }
    const recipe = { id: host.uuid().slice(0, 8), name: freeName(name, existing), steps: validSteps };
    put(host, { ...recipe, by: host.user(), at: new Date(host.now()).toISOString() });
    return recipes(host);
  });
}

export function renameRecipe(id: string, name: string, host: Host): RecipeView[] {
  return host.locked(() => {
    const recipe = requireRecipe(host, id);
    const others = recipes(host).filter((each) => each.id !== id);
    put(host, { ...recipe, name: freeName(name, others) });
    return recipes(host);
  });
}

export function removeRecipe(id: string, host: Host): RecipeView[] {
  return host.locked(() => {
    host.documentStore.remove(`${PREFIX}${id}`);
    return recipes(host);
  });
}

/** The job of one step, for a column. Undo can restore the filled cells of its columns. */
export const planOfStep = ({ kind, headers, options, targets }: RecipeStep, place: RecipePlace): JobPlan => ({
  ...place,
  kind,
  headers,
  ...(options ? { options } : {}),
  ...(targets ? { targets } : {}),
});

function put(host: Host, recipe: RecipeView): void {
  setBounded(
    host.documentStore,
    `${PREFIX}${recipe.id}`,
    JSON.stringify(recipe),
    `the recipe "${recipe.name}"`,
  );
}

function freeName(requestedName: string, others: readonly RecipeView[]): string {
  const name = String(requestedName).replace(/\s+/g, ' ').trim();
  if (name === '') throw new TtError('INPUT', 'a recipe needs a name');
  if (name.length > NAME_CHARACTERS) {
    throw new TtError('BIG', `the name has ${name.length} characters; shorten it to ${NAME_CHARACTERS}`);
  }
  const isTaken = others.some((other) => other.name.toLowerCase() === name.toLowerCase());
  if (isTaken) throw new TtError('INPUT', `there is a recipe "${name}" already. Choose another name`);
  return name;
}

function checkSteps(steps: readonly RecipeStep[]): RecipeStep[] {
  if (!Array.isArray(steps) || steps.length === 0) throw new TtError('INPUT', 'a recipe needs a job');
  if (steps.length > MOST_STEPS) {
    throw new TtError('BIG', `${steps.length} jobs; a recipe holds ${MOST_STEPS}`);
  }
  return steps.map(({ kind, headers, options, targets }) => {
    const { params } = specOf(kind);
    const outputs = wantedHeaders(kind, headers);
    if (outputs.length === 0) throw new TtError('INPUT', 'choose at least one detail to write');
    const fields = params.flatMap(({ name }) => (options?.[name] ? [[name, String(options[name])]] : []));
    const own = outputs.flatMap((output) => (targets?.[output] ? [[output, String(targets[output])]] : []));
    const long = own.find(([, header]) => header!.length > HEADER_CHARACTERS);
    if (long) throw new TtError('BIG', `a header has up to ${HEADER_CHARACTERS} characters`);
    return {
      kind,
      headers: outputs,
      ...(fields.length > 0 ? { options: Object.fromEntries(fields) } : {}),
      ...(own.length > 0 ? { targets: Object.fromEntries(own) } : {}),
    };
  });
}
