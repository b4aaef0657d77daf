// The formulas of the spreadsheet: where they are, how many, when they last sent requests; buttons to compute them
// again and to freeze them.
import type { FormulasView } from '../../src/addon/interfaces/api';
import { button, el, fill, setText, workButton } from '../../src/ui/dom';
import { countText, relativeTime } from '../format';
import { TaskLine } from '../parts/task-line';
import { call } from '../server';

type Line = FormulasView['tabs'][number]['formulas'][number];

export class FormulaBox {
  readonly node: HTMLDetailsElement;
  private readonly list = el('div', {});
  private readonly outcome = new TaskLine();
  private readonly refresh = workButton('Compute all again', 'plain', () => this.refreshAll());

  constructor() {
    this.node = el(
      'details',
      { class: 'card formulas', on: { toggle: () => this.node.open && void this.load() } },
      el('summary', {}, 'Formulas in this spreadsheet'),
      el(
        'p',
        { class: 'soft' },
        'A formula keeps its answer until it is computed again: TT_IS_CURRENT stays TRUE after a split.',
      ),
      this.list,
      this.outcome.error.node,
      this.outcome.message,
      el('div', { class: 'row actions' }, el('span', { class: 'grow' }), this.refresh),
    );
  }

  private load(): Promise<unknown> {
    return this.outcome.run(async () => this.draw(await call('formulas')));
  }

  private draw({ tabs }: FormulasView): void {
    this.refresh.hidden = tabs.length === 0;
    if (tabs.length === 0) {
      fill(this.list, el('p', {}, 'There is none.'));
      return;
    }
    const now = Date.now();
    fill(
      this.list,
      ...tabs.map(({ tab, tabId, formulas }) =>
        el(
          'div',
          {},
          el('h3', {}, tab),
          el('ul', { class: 'formula-list' }, ...formulas.map((line) => this.line(tabId, line, now))),
        ),
      ),
    );
  }

  private line(tabId: number, { formula, cells, asked, requests }: Line, now: number): HTMLElement {
    const words =
      requests === null
        ? 'not asked in the last 6 hours'
        : `last asked ${relativeTime(asked, now)}, ${countText(requests, 'request')}`;
    const freeze = button('Freeze', 'text', () => {
      if (freeze.dataset.sure === undefined) {
        freeze.dataset.sure = '';
        setText(freeze, 'To values? Press again');
        setTimeout(() => {
          delete freeze.dataset.sure;
          setText(freeze, 'Freeze');
        }, 4000);
        return;
      }
      void this.freeze(tabId, formula);
    });
    freeze.title = `Values in the place of ${formula}; Undo brings the formulas back`;
    return el(
      'li',
      {},
      el(
        'div',
        { class: 'row' },
        el('span', { class: 'mono' }, formula),
        el('span', { class: 'grow' }, ` × ${cells}`),
        freeze,
      ),
      el('p', { class: 'soft' }, words),
    );
  }

  private freeze(tabId: number, formula: string): Promise<unknown> {
    return this.outcome.run(async () => {
      const job = await call('freezeTab', tabId, formula);
      this.draw(await call('formulas'));
      const undo = workButton('Undo', 'text', () =>
        this.outcome.run(async () => {
          const { message } = await call('undo', job.id);
          this.outcome.tell(message);
          this.draw(await call('formulas'));
        }),
      );
      this.outcome.tell(`${countText(job.done, 'formula')} now values. `, undo);
    });
  }

  private refreshAll(): Promise<unknown> {
    return this.outcome.run(async () => {
      const count = await call('refreshAll');
      this.outcome.tell(`${countText(count, 'formula')} being computed again.`);
    });
  }
}
