// Recipes in the Run panel: jobs with their options under a name. Selected recipes run one after another.
import type { JobPlan, Preview, RecipePlace, RecipeStep, RecipeView } from '../../src/addon/interfaces/api';
import { button, el, fill, setText, workButton } from '../../src/ui/dom';
import { icon } from '../../src/ui/icons';
import type { App } from '../app';
import { catalogueJobs } from '../catalogue';
import { countText } from '../format';
import { TaskLine } from '../parts/task-line';
import { call } from '../server';

export interface RecipeActions {
  /** The job in the form, or null if no ids are selected. */
  plan(): JobPlan | null;
  run(ids: string[], place: RecipePlace): Promise<void>;
}

/** Titles of the jobs, and the columns that each writes. */
export const stepsLine = (steps: readonly RecipeStep[]): string =>
  steps
    .map(({ kind, headers }) => {
      const title = catalogueJobs().find((job) => job.kind === kind)?.title ?? kind;
      return `${title}: ${headers.join(', ')}`;
    })
    .join(' · then ');

export class RecipeBox {
  readonly node: HTMLElement;
  private readonly list = el('div', { class: 'recipes' });
  private readonly outcome = new TaskLine();
  private readonly name: HTMLInputElement;
  private readonly save: HTMLButtonElement;
  private readonly press: HTMLButtonElement;
  private readonly tickedIds = new Set<string>();
  private recipes: RecipeView[] = [];
  /** The run whose filled cells were shown, as JSON: pressing Run again starts it. */
  private confirmedRun = '';

  constructor(
    app: App,
    private readonly actions: RecipeActions,
  ) {
    this.name = el('input', {
      attrs: {
        type: 'text',
        'aria-label': 'Name of the recipe',
        placeholder: 'Name for the job above',
        maxlength: 60,
        autocomplete: 'off',
      },
      on: { input: () => this.enable() },
    });
    this.save = workButton('Save', 'plain', () => this.keep());
    this.press = workButton('Run recipes', 'main', () => this.run());
    this.node = el(
      'details',
      { class: 'recipe-box' },
      el('summary', {}, 'Recipes'),
      el(
        'p',
        { class: 'soft' },
        'A job with its options under a name, for everybody who has this spreadsheet open.',
      ),
      this.list,
      el('div', { class: 'row actions' }, el('span', { class: 'grow' }), this.press),
      el('div', { class: 'row' }, this.name, this.save),
      this.outcome.message,
      this.outcome.error.node,
    );
    app.onChange(() => this.enable());
    this.draw(app.boot.recipes);
  }

  private draw(recipes: RecipeView[]): void {
    this.recipes = recipes;
    for (const id of this.tickedIds)
      if (!recipes.some((recipe) => recipe.id === id)) this.tickedIds.delete(id);
    fill(
      this.list,
      ...(recipes.length === 0
        ? [el('p', { class: 'soft' }, 'None yet. Choose a job above, give it a name, and press Save.')]
        : recipes.map((recipe) => this.line(recipe))),
    );
    this.enable();
  }

  private line(recipe: RecipeView): HTMLElement {
    const input = el('input', {
      attrs: { type: 'checkbox', checked: this.tickedIds.has(recipe.id) },
      on: {
        change: () => {
          if (input.checked) this.tickedIds.add(recipe.id);
          else this.tickedIds.delete(recipe.id);
          this.enable();
        },
      },
    });
    const node = el('div', { class: 'row recipe' });
    const usual = [
      el(
        'label',
        { class: 'choice grow', attrs: { title: `Saved by ${recipe.by}` } },
        input,
        el(
          'span',
          { class: 'grow' },
          el('span', { class: 'strong' }, recipe.name),
          el('span', { class: 'soft block' }, stepsLine(recipe.steps)),
        ),
      ),
      this.iconButton('edit', `Rename ${recipe.name}`, () => this.rename(node, recipe)),
      this.iconButton('remove', `Delete ${recipe.name}`, () => this.remove(node, recipe)),
    ];
    fill(node, ...usual);
    return node;
  }

  private iconButton(glyph: 'edit' | 'remove', words: string, press: () => void): HTMLButtonElement {
    return el(
      'button',
      { class: 'icon', attrs: { type: 'button', 'aria-label': words, title: words }, on: { click: press } },
      icon(glyph),
    );
  }

  private rename(node: HTMLElement, recipe: RecipeView): void {
    const input = el('input', {
      attrs: { type: 'text', 'aria-label': `New name of ${recipe.name}`, maxlength: 60 },
    });
    input.value = recipe.name;
    fill(
      node,
      input,
      workButton('Rename', 'plain', () => this.change(() => call('renameRecipe', recipe.id, input.value))),
      button('Back', 'text', () => this.draw(this.recipes)),
    );
    input.focus();
  }

  private remove(node: HTMLElement, recipe: RecipeView): void {
    const sure = workButton('Delete', 'danger', () => this.change(() => call('removeRecipe', recipe.id)));
    fill(
      node,
      el('span', { class: 'grow' }, `Delete ${recipe.name}?`),
      sure,
      button('Keep', 'text', () => this.draw(this.recipes)),
    );
    sure.focus();
  }

  private change(task: () => Promise<RecipeView[]>): Promise<unknown> {
    return this.outcome.run(async () => this.draw(await task()));
  }

  private async keep(): Promise<void> {
    const plan = this.actions.plan();
    if (plan === null) return;
    const { kind, headers, options, targets } = plan;
    const step: RecipeStep = {
      kind,
      headers,
      ...(options ? { options } : {}),
      ...(targets ? { targets } : {}),
    };
    await this.outcome.run(async () => {
      const recipes = await call('saveRecipe', this.name.value, [step]);
      this.outcome.tell(`Saved: ${this.name.value.trim()}`);
      this.name.value = '';
      this.draw(recipes);
    });
  }

  /** Replaces filled cells only after the user has seen how many. */
  private async run(): Promise<void> {
    const selection = this.recipes.filter(({ id }) => this.tickedIds.has(id));
    const plan = this.actions.plan();
    if (plan === null || selection.length === 0) return;
    const { kind: _kind, headers: _headers, options: _options, targets: _targets, ...place } = plan;
    const key = JSON.stringify([place, selection.map(({ id }) => id)]);
    await this.outcome.run(async () => {
      if (this.confirmedRun !== key) {
        const filledCount = await this.filledCells(selection, place);
        this.confirmedRun = key;
        if (filledCount > 0) {
          this.outcome.tell(
            `${countText(filledCount, 'filled cell')} would be replaced; Undo brings them back. Press Run again to go on.`,
          );
          return;
        }
      }
      this.confirmedRun = '';
      await this.actions.run(
        selection.map(({ id }) => id),
        place,
      );
    });
  }

  private async filledCells(selection: readonly RecipeView[], place: RecipePlace): Promise<number> {
    let filledCount = 0;
    for (const step of selection.flatMap(({ steps }) => steps)) {
      const { replaced }: Preview = await call('preview', { ...place, ...step });
      filledCount += replaced.count;
    }
    return filledCount;
  }

  private enable(): void {
    const ready = this.actions.plan() !== null;
    this.save.disabled = !ready || this.name.value.trim() === '';
    this.press.disabled = !ready || this.tickedIds.size === 0;
    setText(this.press, this.tickedIds.size > 1 ? `Run ${this.tickedIds.size} recipes` : 'Run recipe');
  }
}
