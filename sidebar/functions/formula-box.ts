// The formulas of the spreadsheet: where they are, how many, when they last sent requests; buttons to compute them
// again and to freeze them.
import type { FormulasView, JobView } from '../../src/addon/interfaces/api';
import { button, el, fill, setText, workButton } from '../../src/ui/dom';
import { countText, relativeTime } from '../format';
import { TaskLine } from '../parts/task-line';
import { call } from '../server';

type Tab = FormulasView['tabs'][number];
type Line = Tab['formulas'][number];
type Joinable = Tab['joinable'][number];

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
      ...tabs.map(({ tab, tabId, formulas, joinable }) =>
        el(
          'div',
          {},
          el('h3', {}, tab),
          el('ul', { class: 'formula-list' }, ...formulas.map((line) => this.line(tabId, line, now))),
          ...joinable.map((run) => this.offer(tabId, run)),
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

  /** Offers one formula in the place of many, and shows what would be written; or says why it cannot. */
  private offer(tabId: number, { cells, a1, joined, refusal }: Joinable): HTMLElement {
    const many = `${countText(cells, 'formula')} in ${a1}`;
    if (refusal !== '') return el('p', { class: 'soft' }, `${many} cannot become one formula: ${refusal}.`);
    const [first] = a1.split(':');
    return el(
      'details',
      { class: 'join' },
      el('summary', {}, `Turn ${many} into one formula`),
      el('p', { class: 'mono' }, joined),
      el(
        'p',
        { class: 'soft' },
        `It goes into ${first} and answers all rows in one run; the other formulas are cleared; Undo brings them back. ` +
          'Freeze it before you sort the rows: sorting would move it away from the top.',
      ),
      el(
        'div',
        { class: 'row actions' },
        el('span', { class: 'grow' }),
        workButton('Write one formula', 'plain', () =>
          this.replace(
            () => call('joinFormulas', tabId, { a1, joined }),
            () => `${many} are one formula now. `,
          ),
        ),
      ),
    );
  }

  private freeze(tabId: number, formula: string): Promise<unknown> {
    return this.replace(
      () => call('freezeTab', tabId, formula),
      (job) => `${countText(job.done, 'formula')} now values. `,
    );
  }

  /** Writes over formulas, then says so with a button that undoes it. */
  private replace(write: () => Promise<JobView>, words: (job: JobView) => string): Promise<unknown> {
    return this.outcome.run(async () => {
      const job = await write();
      this.draw(await call('formulas'));
      const undo = workButton('Undo', 'text', () =>
        this.outcome.run(async () => {
          const { message } = await call('undo', job.id);
          this.outcome.tell(message);
          this.draw(await call('formulas'));
        }),
      );
      this.outcome.tell(words(job), undo);
    });
  }

  private refreshAll(): Promise<unknown> {
    return this.outcome.run(async () => {
      const count = await call('refreshAll');
      this.outcome.tell(`${countText(count, 'formula')} being computed again.`);
    });
  }
}
