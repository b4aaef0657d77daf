// Completion while the user types a formula: matching functions, then help on the arguments.
import { el, fill } from '../../../../src/ui/dom';
import type { FormulaHelp } from '../protocol';
import { caretContext } from './typing';

const MOST = 8;

type Field = HTMLTextAreaElement | HTMLInputElement;

export class Completion {
  private readonly node = el('div', { class: 'completion', attrs: { hidden: true } });
  private known: readonly FormulaHelp[] = [];
  private fitting: readonly FormulaHelp[] = [];
  private chosen = 0;
  private from = 0;

  constructor(private readonly onChange: (field: Field) => void) {
    document.querySelector('main')!.append(this.node);
  }

  know(functions: readonly FormulaHelp[]): void {
    this.known = functions;
  }

  close(): void {
    this.node.hidden = true;
    this.fitting = [];
  }

  /** Updates the help for the text in the field. */
  look(field: Field): void {
    const place = caretContext(field.value.slice(0, field.selectionStart ?? 0));
    this.close();
    if (place === null) return;
    if (place.at === 'name') {
      const stem = place.stem.toUpperCase();
      this.fitting = this.known.filter(({ name }) => name.startsWith(stem)).slice(0, MOST);
      this.chosen = 0;
      this.from = place.from;
      if (this.fitting.length > 0) this.drawNames(field);
      return;
    }
    const call = this.known.find(({ name }) => name === place.name.toUpperCase());
    if (call !== undefined) this.drawArguments(call, place.index, field);
  }

  /** Returns true if the list has used the key. */
  key(event: KeyboardEvent, field: Field): boolean {
    if (this.fitting.length === 0) return false;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      this.chosen = (this.chosen + step + this.fitting.length) % this.fitting.length;
      this.drawNames(field);
    } else if (event.key === 'Tab' || event.key === 'Enter') this.take(field, this.fitting[this.chosen]!);
    else if (event.key === 'Escape') this.close();
    else return false;
    return true;
  }

  private take(field: Field, help: FormulaHelp): void {
    const caret = field.selectionStart ?? field.value.length;
    const after = field.value.slice(caret);
    const start = `${field.value.slice(0, this.from)}${help.name}(`;
    field.value = start + after;
    field.setSelectionRange(start.length, start.length);
    this.onChange(field);
    this.look(field);
  }

  private drawNames(field: Field): void {
    fill(
      this.node,
      ...this.fitting.map((help, i) =>
        el(
          'div',
          {
            class: i === this.chosen ? 'fitting on' : 'fitting',
            on: {
              mousedown: (event) => {
                event.preventDefault();
                this.take(field, help);
              },
            },
          },
          el('span', { class: 'fitting-name' }, help.name),
          i === this.chosen ? el('span', { class: 'fitting-words' }, help.summary) : null,
        ),
      ),
    );
    this.place(field);
  }

  private drawArguments(call: FormulaHelp, index: number, field: Field): void {
    const now = call.args[Math.min(index, call.args.length - 1)];
    const args = call.args.flatMap((arg, i) => [
      i === 0 ? '' : ', ',
      el('span', { class: arg === now ? 'arg now' : 'arg' }, arg.optional ? `[${arg.name}]` : arg.name),
    ]);
    fill(
      this.node,
      el('div', { class: 'signature' }, `${call.name}(`, ...args, ')'),
      now === undefined ? null : el('div', { class: 'arg-words' }, now.words),
    );
    this.place(field);
  }

  private place(field: Field): void {
    const { left, bottom } = field.getBoundingClientRect();
    this.node.hidden = false;
    this.node.style.left = `${Math.max(4, Math.min(left, window.innerWidth - this.node.offsetWidth - 12))}px`;
    this.node.style.top = `${bottom + 2}px`;
  }
}
