// Changes that nobody has seen yet: a line that opens to the rows by kind, those that need the user first.
import type { CallError, ChangeEntryView, ChangesView } from '../../src/addon/interfaces/api';
import { button, el, fill, linkElement, setText, uniqueName, workButton } from '../../src/ui/dom';
import { icon } from '../../src/ui/icons';
import { countText } from '../format';
import { ErrorBox } from '../parts/error-box';
import { type TogetherActions, togetherBox } from './together-box';

export interface ChangesActions {
  showRow(entry: ChangeEntryView): Promise<unknown>;
  markSeen(until: string): Promise<unknown>;
  readAgain(): Promise<unknown>;
  resolve(): Promise<void>;
  together: TogetherActions;
}

const isOpen = ({ open }: ChangeEntryView): boolean => open;

/** Rows of a kind before the user presses "Show all". */
const FIRST = 5;

export class ChangesBox {
  readonly node: HTMLElement;
  private readonly head: HTMLButtonElement;
  private readonly title = el('span', {});
  private readonly body: HTMLElement;
  private readonly groups = el('div', {});
  private readonly problem = new ErrorBox();
  private until = '';

  constructor(private readonly actions: ChangesActions) {
    const name = uniqueName('changes');
    this.body = el('div', { attrs: { id: name, hidden: true } });
    this.head = el(
      'button',
      {
        class: 'disclose strong',
        attrs: { type: 'button', 'aria-expanded': 'false', 'aria-controls': name },
        on: { click: () => this.open(this.body.hidden !== false) },
      },
      this.title,
      icon('chevron'),
    );
    this.body.append(
      this.groups,
      el(
        'div',
        { class: 'row actions' },
        el('span', { class: 'grow' }),
        workButton('Mark as seen', 'plain', () => this.actions.markSeen(this.until)),
      ),
    );
    this.node = el(
      'section',
      { class: 'card changes', attrs: { 'aria-label': 'What changed', hidden: true } },
      this.head,
      this.problem.node,
      this.body,
    );
  }

  /** Shows that the list cannot be read: an empty list would mean that nothing changed. */
  fail(error: CallError): void {
    this.node.hidden = false;
    this.head.hidden = true;
    this.open(false);
    this.problem.show({ ...error, message: `What changed cannot be shown: ${error.message}` }, [
      workButton('Read again', 'plain', () => this.actions.readAgain()),
    ]);
  }

  /** Opens the list and scrolls to it. Returns false if there is no list. */
  reveal(): boolean {
    if (this.node.hidden || this.head.hidden) return false;
    this.open(true);
    this.node.scrollIntoView({ block: 'start' });
    this.head.focus({ preventScroll: true });
    return true;
  }

  show(view: ChangesView): void {
    this.problem.clear();
    this.head.hidden = false;
    this.node.hidden = view.count === 0;
    if (view.count === 0) this.open(false);
    this.until = view.until;
    const need = view.groups.flatMap((group) => (group.needsSomebody ? group.entries.filter(isOpen) : []));
    setText(
      this.title,
      `What changed: ${countText(view.count, 'change')}${need.length > 0 ? `, ${need.length} need you` : ''}`,
    );
    this.head.title = `Since ${view.since}`;
    const listedCount = view.groups.reduce((sum, { entries }) => sum + entries.length, 0);
    fill(
      this.groups,
      el('p', { class: 'soft' }, `Since ${view.since}, not seen yet.`),
      ...view.groups.map((group) => this.group(group)),
      listedCount < view.count
        ? el(
            'p',
            { class: 'soft' },
            `${countText(view.count - listedCount, 'more change')} in the tab “TT report”.`,
          )
        : null,
    );
  }

  private open(on: boolean): void {
    this.body.hidden = !on;
    this.head.setAttribute('aria-expanded', String(on));
  }

  private group({ kind, text, needsSomebody, entries }: ChangesView['groups'][number]): HTMLElement {
    const list = el('ul', { class: 'change-list' });
    const needs = needsSomebody && entries.some(isOpen);
    const draw = (count: number) =>
      fill(list, ...entries.slice(0, count).map((entry) => this.entry(entry, needsSomebody)));
    draw(FIRST);
    const more = button(`Show all ${entries.length}`, 'text', () => {
      draw(entries.length);
      more.remove();
    });
    return el(
      'div',
      { class: 'change-group' },
      el(
        'div',
        { class: 'row' },
        el('p', { class: needs ? 'strong needs' : 'strong' }, needs ? `⚠ ${text}` : text),
        el('span', { class: 'grow' }),
        kind === 'ambiguous' && needs ? workButton('Resolve', 'plain', () => this.actions.resolve()) : null,
      ),
      list,
      entries.length > FIRST ? more : null,
    );
  }

  private entry(entry: ChangeEntryView, needsSomebody: boolean): HTMLElement {
    const { id, from, to, note, share, tab, row, more } = entry;
    const rowButton = workButton('', 'text', () => this.actions.showRow(entry));
    rowButton.classList.add('change');
    rowButton.title = `Go to the row of ${id} in ${tab}`;
    const old = from === '' || from === id ? id : from;
    const isSettled = needsSomebody && row > 0 && !entry.open;
    const parts = [isSettled ? 'no longer so' : '', note, share === '' ? '' : `share ${share}`];
    rowButton.append(
      el(
        'span',
        { class: 'strong' },
        row === 0 ? `not in ${tab} any more` : `row ${row}${more > 0 ? ` and ${more} more` : ''}`,
      ),
      el('span', { class: 'mono' }, to === '' ? old : `${old} →`),
      to === '' ? '' : el('span', { class: 'mono' }, to),
      el('span', { class: 'soft' }, parts.filter(Boolean).join(' · ')),
    );
    const { others, tabId, column } = entry;
    const ref = { tabId, column, ids: [id, ...others] };
    const rows = others.length === 0 ? null : togetherBox(ref, this.actions.together);
    const compare = entry.link === '' ? null : linkElement(entry.link, 'before/after');
    return el('li', {}, rowButton, compare, rows);
  }
}
