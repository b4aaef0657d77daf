// Ready sheets: the choice of one, its description, and the button that makes its tab.
import { el, fill, uniqueName, workButton } from '../../src/ui/dom';
import type { App } from '../app';
import { TaskLine } from '../parts/task-line';
import { call } from '../server';
import { READY_SHEETS, type ReadySheet, readySheetPlan } from './ready-sheets';

export class ReadyBox {
  readonly node: HTMLElement;
  private readonly outcome = new TaskLine({ scrolls: true });
  private readonly words = el('p', { class: 'soft' });
  private readonly examples: HTMLInputElement;
  private readonly schedule: HTMLInputElement;
  private sheet: ReadySheet = READY_SHEETS[0]!;

  constructor(private readonly app: App) {
    const group = uniqueName('ready');
    this.examples = el('input', { attrs: { type: 'checkbox', checked: true } });
    this.schedule = el('input', { attrs: { type: 'checkbox', checked: app.boot.settings.hasToken } });
    this.schedule.disabled = !app.boot.settings.hasToken;
    this.node = el(
      'section',
      { class: 'card', attrs: { 'aria-label': 'Ready sheets' } },
      el('h2', {}, 'Ready sheets'),
      el(
        'div',
        { class: 'choices', attrs: { role: 'radiogroup', 'aria-label': 'Ready sheets' } },
        ...READY_SHEETS.map((sheet) => {
          const input = el('input', {
            attrs: { type: 'radio', name: group, checked: sheet === this.sheet },
            on: {
              change: () => {
                this.sheet = sheet;
                this.draw();
              },
            },
          });
          return el('label', { class: 'choice' }, input, el('span', {}, sheet.title));
        }),
      ),
      this.words,
      el('label', { class: 'choice' }, this.examples, el('span', {}, 'With a few published examples (BANC)')),
      el(
        'label',
        { class: 'choice' },
        this.schedule,
        el('span', {}, 'Kept fresh every night about 02:00, with your token'),
      ),
      el(
        'div',
        { class: 'row actions' },
        el('span', { class: 'grow' }),
        workButton('Make the tab', 'main', () => this.make()),
      ),
      this.outcome.error.node,
      this.outcome.message,
    );
    this.draw();
  }

  private draw(): void {
    fill(
      this.words,
      `${this.sheet.purpose} Columns: `,
      el('span', { class: 'mono' }, this.sheet.headers.join(', ')),
      `. Recipe: ${this.sheet.recipes.map(({ name }) => name).join(', ')}.`,
    );
  }

  private async make(): Promise<void> {
    await this.outcome.run(async () => {
      const wants = { examples: this.examples.checked, schedule: this.schedule.checked };
      const { tab, note } = await call(
        'makeReady',
        readySheetPlan(this.sheet, this.app.boot.settings.datastack, wants),
      );
      const words = `The tab ${tab} is ready: put your ids under ${this.sheet.recipes[0]!.column}, and run its recipe in Run › Recipes. To take it back, delete the tab.${note}`;
      this.outcome.tell(words);
      this.app.say(words);
    });
  }
}
