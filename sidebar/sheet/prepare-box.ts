// Prepare: reads the tab, reports what it holds and what is wrong with its ids, and applies the selected changes.
import type { StackChoice, TabView } from '../../src/addon/interfaces/api';
import { el, fill, workButton } from '../../src/ui/dom';
import type { App } from '../app';
import { TaskLine } from '../parts/task-line';
import { call } from '../server';
import { EditResult } from './edit-result';
import { type PartName, partsOf, planFor } from './prepare-plan';
import { findings, headLine, stackLine } from './prepare-words';
import { type Survey, survey } from './survey';

const CELLS_SHOWN = 200;

export class PrepareBox {
  readonly node: HTMLElement;
  private readonly report = el('div', { class: 'pasted', attrs: { 'aria-live': 'polite' } });
  private readonly outcome = new TaskLine();
  private readonly result: EditResult;
  private readonly tickedParts = new Set<PartName>();
  /** The tab of the report; -1 without a report. */
  private checkedTab = -1;

  constructor(private readonly app: App) {
    this.result = new EditResult(() => fill(this.report));
    app.onChange(() => {
      // The report is about another tab than the visible one.
      if (app.selection !== null && app.selection.sheetId !== this.checkedTab) this.forget();
    });
    app.onRunEnd(() => this.forget());
    this.node = el(
      'section',
      { class: 'card', attrs: { 'aria-label': 'Prepare this tab' } },
      el('h2', {}, 'Prepare this tab'),
      el('p', { class: 'soft' }, 'Finds the id column, checks its ids, and makes the tab safe for them.'),
      el(
        'div',
        { class: 'row actions' },
        workButton('Check this tab', 'plain', () => this.check()),
      ),
      this.report,
      this.outcome.error.node,
      this.result.node,
    );
  }

  /** The tab was changed, or another tab is visible: the report is out of date. */
  private forget(): void {
    if (this.checkedTab < 0) return;
    this.checkedTab = -1;
    fill(this.report);
    this.result.clear();
  }

  private async check(): Promise<void> {
    this.result.clear();
    await this.outcome.run(async () => {
      const tab = await call('tabView');
      const found = survey(tab);
      this.checkedTab = tab.sheetId;
      this.draw(tab, found, await this.stacksOf(found));
    });
  }

  /** The datastacks that know these ids; [] if CAVE cannot be reached. */
  private async stacksOf({ main }: Survey): Promise<StackChoice[]> {
    if (main === null || main.pieces > 0 || !this.app.boot.settings.hasToken) return [];
    const doubtful = new Set(main.doubtful);
    if (doubtful.size * 2 > main.ids.length) return [];
    try {
      return await call('idStacks', [...new Set(main.ids)].slice(0, 3));
    } catch {
      // The check of the cells is useful without it.
      return [];
    }
  }

  private draw(tab: TabView, found: Survey, stacks: readonly StackChoice[]): void {
    const parts = partsOf(tab, found);
    this.tickedParts.clear();
    for (const { name } of parts) this.tickedParts.add(name);
    const mismatch = stackLine(stacks, this.app.boot.settings.datastack);
    fill(
      this.report,
      el('p', { class: 'strong' }, headLine(found, stacks)),
      mismatch === '' ? null : this.mismatch(mismatch, stacks),
      ...(found.main === null ? [] : findings(found.main)).map(({ text, cells, wrong }) =>
        el(
          'div',
          { class: wrong ? 'warn' : 'note' },
          el('p', {}, `${text}.`),
          cells.length === 0 ? null : this.showCells(tab, cells),
        ),
      ),
      ...parts.map(({ name, words }) => this.tick(name, words)),
      parts.length === 0
        ? el(
            'p',
            { class: 'soft' },
            found.main === null
              ? 'Paste ids with the box above, or open the tab that holds them.'
              : 'Nothing is left to prepare.',
          )
        : el(
            'div',
            { class: 'row actions' },
            el('span', { class: 'grow' }),
            workButton('Prepare', 'main', () => this.prepare(tab, found)),
          ),
    );
    this.report.scrollIntoView({ block: 'nearest' });
    this.app.say(headLine(found, stacks));
  }

  private tick(name: PartName, words: string): HTMLElement {
    const input = el('input', {
      attrs: { type: 'checkbox', checked: true },
      on: {
        change: () => {
          if (input.checked) this.tickedParts.add(name);
          else this.tickedParts.delete(name);
        },
      },
    });
    return el('label', { class: 'choice' }, input, el('span', {}, words));
  }

  private mismatch(words: string, stacks: readonly StackChoice[]): HTMLElement {
    const [stack] = stacks as [StackChoice];
    return el(
      'div',
      { class: 'warn' },
      el('p', {}, words),
      workButton(`Use ${stack.display}`, 'plain', () =>
        this.outcome.run(async () => {
          this.app.setSettings(await call('saveSettings', { datastack: stack.name }));
          await this.check();
        }),
      ),
    );
  }

  private showCells(tab: TabView, cells: string[]): HTMLElement {
    return el(
      'p',
      { class: 'cells' },
      el('span', { class: 'mono' }, `${cells.slice(0, 6).join(' ')}${cells.length > 6 ? ' …' : ''} `),
      el(
        'button',
        {
          class: 'inline',
          attrs: { type: 'button' },
          on: {
            click: () =>
              void this.outcome.run(async () => {
                await call('selectCells', tab.sheetId, cells.slice(0, CELLS_SHOWN));
                this.app.holding = true;
              }),
          },
        },
        'Show them',
      ),
    );
  }

  private async prepare(tab: TabView, found: Survey): Promise<void> {
    await this.outcome.run(async () => {
      const job = await call('prepare', planFor(tab, found, this.tickedParts));
      fill(this.report);
      this.result.show(job);
      this.app.say(this.result.words());
    });
  }
}
