// The paste box: reads pasted text in the page, reports what it is and where it will go, and writes it as text.
import type { JobView, PastePlace } from '../../src/addon/interfaces/api';
import { type Pasted, readPasted } from '../../src/core/cells/pasted';
import { el, fill, setText, uniqueName, workButton } from '../../src/ui/dom';
import type { App } from '../app';
import { countText } from '../format';
import { ErrorBox } from '../parts/error-box';
import { asCallError, call } from '../server';
import { EditResult } from './edit-result';
import { countsLine, formLine, leftOutLine, placeLine, problemGroups } from './paste-words';

/** Pause after the last key or click before asking for the place, ms. */
const PAUSE_MS = 250;

export class PasteBox {
  readonly node: HTMLElement;
  private readonly box: HTMLTextAreaElement;
  private readonly report = el('div', { class: 'pasted', attrs: { 'aria-live': 'polite' } });
  private readonly where = el('div', {});
  private readonly error = new ErrorBox();
  private readonly result: EditResult;
  private readonly press: HTMLButtonElement;
  private table: Pasted | null = null;
  private place: PastePlace | null = null;
  private replace = false;
  private timer = 0;
  /** Number of the last request for a place: replies to earlier ones are dropped. */
  private turn = 0;

  constructor(private readonly app: App) {
    const id = uniqueName('paste');
    this.box = el('textarea', {
      class: 'mono',
      attrs: {
        id,
        rows: 4,
        spellcheck: 'false',
        autocomplete: 'off',
        placeholder: 'Ids, links, CSV, tables…',
      },
      on: { input: () => this.read() },
    });
    this.press = workButton('Paste', 'main', () => this.paste());
    this.result = new EditResult(() => this.app.runEnded());
    this.node = el(
      'section',
      { class: 'card', attrs: { 'aria-labelledby': `${id}-label` } },
      el('h2', {}, el('label', { attrs: { for: id, id: `${id}-label` } }, 'Paste box')),
      el(
        'p',
        { class: 'soft' },
        'Pasted here, ids keep every digit: they become text, below or at the selected cell.',
      ),
      this.box,
      this.report,
      this.where,
      this.error.node,
      el('div', { class: 'row actions' }, el('span', { class: 'grow' }), this.press),
      this.result.node,
    );
    app.onChange(() => this.askSoon());
    this.draw();
  }

  private read(): void {
    const text = this.box.value;
    this.table = text.trim() === '' ? null : readPasted(text);
    if (this.table?.cells.length === 0) this.table = null;
    this.result.clear();
    this.error.clear();
    this.draw();
    this.askSoon();
  }

  private askSoon(): void {
    clearTimeout(this.timer);
    this.turn += 1;
    if (this.table === null) return;
    this.timer = window.setTimeout(() => void this.ask(), PAUSE_MS);
  }

  private async ask(): Promise<void> {
    const { table, turn } = this;
    if (table === null) return;
    try {
      const place = await call('pastePlace', table.cells.length, table.columns.length);
      if (this.turn !== turn) return;
      this.place = place;
      this.replace = false;
      this.error.clear();
    } catch (error) {
      if (this.turn !== turn) return;
      this.place = null;
      this.error.show(asCallError(error));
    }
    this.draw();
  }

  private draw(): void {
    const { table, place } = this;
    this.press.disabled = table === null || place === null;
    setText(this.press, table === null ? 'Paste' : `Paste ${countText(table.cells.length, 'row')}`);
    if (table === null) {
      this.place = null;
      fill(this.report);
      fill(this.where);
      return;
    }
    const leftOut = leftOutLine(table);
    fill(
      this.report,
      el('p', { class: 'strong' }, countsLine(table)),
      el('p', { class: 'soft' }, formLine(table)),
      ...problemGroups(table).map(({ text, examples, refused }) =>
        el(
          'div',
          { class: refused ? 'warn' : 'note' },
          el('p', {}, text),
          el('p', { class: 'mono cells' }, examples.join(' · ')),
        ),
      ),
      leftOut === '' ? null : el('p', { class: 'soft' }, leftOut),
    );
    fill(this.where, ...(place === null ? [] : this.placeNodes(place)));
  }

  private placeNodes(place: PastePlace): HTMLElement[] {
    const { replaced, notWritten } = place;
    const found = [el('p', {}, placeLine(place))];
    if (replaced.count > 0) {
      const input = el('input', {
        attrs: { type: 'checkbox', checked: this.replace },
        on: {
          change: () => {
            this.replace = input.checked;
          },
        },
      });
      const cells = `${countText(replaced.count, 'filled cell')} on the way, such as ${replaced.cells.slice(0, 3).join(', ')}`;
      found.push(
        el(
          'div',
          { class: 'warn' },
          el(
            'p',
            {},
            `${cells}. They are kept, and what belongs there is not written, unless you tick this.`,
          ),
          el('label', { class: 'choice' }, input, el('span', {}, 'Replace them; Undo brings them back')),
        ),
      );
    }
    if (notWritten.count > 0) {
      const cells = notWritten.cells.slice(0, 3).join(', ');
      found.push(
        el(
          'p',
          { class: 'warn' },
          `${countText(notWritten.count, 'cell')} with a formula, a rule or protection, such as ${cells}: left alone.`,
        ),
      );
    }
    return found;
  }

  private async paste(): Promise<void> {
    const { table, place } = this;
    if (table === null || place === null) return;
    this.error.clear();
    try {
      const headers = table.columns.map(({ header }) => header);
      const job: JobView = await call('paste', place, headers, table.cells, this.replace);
      this.box.value = '';
      this.table = null;
      this.draw();
      this.result.show(job);
      this.app.runEnded();
      this.app.say(this.result.words());
    } catch (error) {
      this.error.show(asCallError(error));
    }
  }
}
