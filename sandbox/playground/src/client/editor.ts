// Edits a cell, in place or in the bar above the grid. Both show the same text during editing.
import { el } from '../../../../src/ui/dom';
import type { FormulaHelp } from '../protocol';
import type { Spot } from './boxes';
import { Completion } from './completion';
import { type GridView, ROW } from './grid';
import { wantsReference } from './typing';

export interface EditorTasks {
  /** The content of the cell, as typed. */
  input(spot: Spot): string;
  write(spot: Spot, text: string): void;
  /** Moves the cursor after a commit. */
  step(rows: number, columns: number): void;
  spot(): Spot;
  /** Scrolls to the cell; returns false while its content is not loaded. */
  atHand(spot: Spot): boolean;
}

export class Editor {
  private readonly area = el('textarea', {
    class: 'editor',
    attrs: { rows: 1, spellcheck: 'false', 'aria-label': 'Cell', hidden: true },
  });
  private readonly completion = new Completion((field) => this.mirror(field));
  /** Null while no cell is edited. */
  private editing: Spot | null = null;
  /** The reference inserted by pointing, until the user types something. */
  private pointed = '';

  constructor(
    private readonly grid: GridView,
    private readonly bar: HTMLInputElement,
    private readonly tasks: EditorTasks,
  ) {
    // A grid may contain only rows of cells.
    const cell = el('div', { attrs: { role: 'gridcell' } }, this.area);
    grid.space.append(el('div', { attrs: { role: 'row' } }, cell));
    for (const field of [this.area, bar]) {
      field.addEventListener('keydown', (event) => this.key(event as KeyboardEvent));
      field.addEventListener('input', () => {
        this.pointed = '';
        this.mirror(field);
        this.completion.look(field);
      });
      field.addEventListener('click', () => this.completion.look(field));
      field.addEventListener('blur', () => setTimeout(() => this.left(), 0));
    }
    bar.addEventListener('focus', () => this.begin(null, true));
  }

  know(functions: readonly FormulaHelp[]): void {
    this.completion.know(functions);
  }

  get active(): boolean {
    return this.editing !== null;
  }

  /**
   * Handles pointing at cells while the user types a formula: inserts their reference at the caret, and replaces the
   * one that the last pointing inserted. Returns false if no reference may follow.
   */
  point(reference: string): boolean {
    if (this.editing === null) return false;
    const field = document.activeElement === this.bar ? this.bar : this.area;
    const caret = field.selectionStart ?? field.value.length;
    const before = field.value.slice(0, caret);
    const start = this.pointed !== '' && before.endsWith(this.pointed) ? caret - this.pointed.length : caret;
    if (!wantsReference(before.slice(0, start))) return false;
    field.value = before.slice(0, start) + reference + field.value.slice(caret);
    const end = start + reference.length;
    field.setSelectionRange(end, end);
    this.pointed = reference;
    this.mirror(field);
    return true;
  }

  /** Starts editing: `text` replaces the content; null edits it. */
  begin(text: string | null, inBar = false): void {
    this.pointed = '';
    // A cell whose content is not loaded cannot be edited, because it would be overwritten.
    if (this.editing === null && !this.tasks.atHand(this.tasks.spot())) return;
    if (this.editing === null) this.editing = this.tasks.spot();
    else if (inBar) return;
    const { row, column } = this.editing;
    const { x, y, width } = this.grid.place(row, column);
    this.area.value = text ?? this.tasks.input(this.editing);
    this.bar.value = this.area.value;
    Object.assign(this.area.style, { left: `${x - 1}px`, top: `${y - 1}px`, minWidth: `${width + 1}px` });
    this.area.hidden = false;
    this.size();
    if (!inBar) this.area.focus();
    this.completion.look(inBar ? this.bar : this.area);
  }

  /** Shows a cell's content in the bar while no cell is edited. */
  show(text: string): void {
    if (this.editing === null) this.bar.value = text;
  }

  commit(): void {
    if (this.editing === null) return;
    const spot = this.editing;
    const text = this.area.value;
    this.close();
    if (text !== this.tasks.input(spot)) this.tasks.write(spot, text);
  }

  private cancel(): void {
    this.close();
    this.bar.value = this.tasks.input(this.tasks.spot());
  }

  private close(): void {
    this.editing = null;
    this.completion.close();
    this.area.hidden = true;
    this.grid.node.focus({ preventScroll: true });
  }

  /** Called when the user clicked elsewhere. */
  private left(): void {
    if (this.editing === null) return;
    const now = document.activeElement;
    if (now === this.area || now === this.bar) return;
    const spot = this.editing;
    const text = this.area.value;
    this.editing = null;
    this.area.hidden = true;
    this.completion.close();
    if (text !== this.tasks.input(spot)) this.tasks.write(spot, text);
  }

  private mirror(from: HTMLTextAreaElement | HTMLInputElement): void {
    if (from === this.area) this.bar.value = from.value;
    else this.area.value = from.value;
    this.size();
  }

  private size(): void {
    const lines = this.area.value.split('\n');
    const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
    this.area.style.width = `${Math.min(520, longest * 7.6 + 16)}px`;
    this.area.style.height = `${Math.max(1, lines.length) * (ROW - 4) + 7}px`;
  }

  private key(event: KeyboardEvent): void {
    const field = event.target as HTMLTextAreaElement | HTMLInputElement;
    if (this.completion.key(event, field)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === 'Escape') this.cancel();
    else if (event.key === 'Enter' && !event.altKey) {
      this.commit();
      this.tasks.step(event.shiftKey ? -1 : 1, 0);
    } else if (event.key === 'Tab') {
      this.commit();
      this.tasks.step(0, event.shiftKey ? -1 : 1);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
