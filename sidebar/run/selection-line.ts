// The selection: its range, the number of ids, and the damaged cells on request.
import type { SelectionView } from '../../src/addon/interfaces/api';
import { el, fill, setText, uniqueName } from '../../src/ui/dom';
import { icon } from '../../src/ui/icons';
import type { App } from '../app';
import { countText, numberText, quoteSheet } from '../format';
import { VirtualList } from '../parts/virtual-list';
import { asCallError, call } from '../server';

type Damaged = SelectionView['damaged'][number];

const WHY: Record<Damaged['code'], string> = { ROUNDED: 'rounded', ID: 'not an id' };

export class SelectionLine {
  readonly node: HTMLElement;
  private readonly where = el('p', { class: 'where' });
  private readonly counts = el('span', {});
  private readonly more: HTMLButtonElement;
  private readonly remedy = el('p', { class: 'soft' });
  private readonly box: HTMLElement;
  private readonly list: VirtualList<Damaged>;
  private drawnState = '';

  constructor(private readonly app: App) {
    const name = uniqueName('damaged');
    this.more = el(
      'button',
      {
        class: 'disclose',
        attrs: { type: 'button', 'aria-expanded': 'false', 'aria-controls': name },
        on: { click: () => this.toggle() },
      },
      el('span', {}),
      icon('chevron'),
    );
    this.list = new VirtualList<Damaged>({
      label: 'Damaged cells',
      rowHeight: 26,
      rowsInSight: 5,
      draw: (cell, row) => {
        fill(
          row,
          el('span', { class: 'mono cell' }, cell.a1),
          el('span', { class: 'mono grow clip', attrs: { title: cell.shown } }, cell.shown),
          el('span', { class: 'soft' }, WHY[cell.code]),
        );
      },
      choose: (cell) => void this.select([cell.a1]),
    });
    this.box = el(
      'div',
      { class: 'damaged', attrs: { id: name, hidden: true } },
      this.list.node,
      this.remedy,
    );
    this.node = el(
      'section',
      { class: 'selection', attrs: { 'aria-label': 'Selection' } },
      this.where,
      el('p', { class: 'counts' }, this.counts, this.more),
      this.box,
    );
    app.onChange(() => this.draw());
    this.draw();
  }

  private draw(): void {
    const { selection, selectionProblem } = this.app;
    const state = JSON.stringify([selection, selectionProblem]);
    if (state === this.drawnState) return;
    this.drawnState = state;
    this.close();
    if (selection === null) {
      setText(
        this.where,
        selectionProblem === '' ? 'Reading the selection…' : 'The selection could not be read',
      );
      setText(this.counts, selectionProblem === '' ? '\u00a0' : selectionProblem);
      this.more.hidden = true;
      return;
    }
    fill(
      this.where,
      el('span', { class: 'strong' }, `${quoteSheet(selection.sheet)}!${selection.a1}`),
      selection.header === '' ? null : el('span', { class: 'soft' }, ` ${selection.header}`),
    );
    setText(this.counts, countsOf(selection));
    this.more.hidden = selection.damaged.length === 0;
    setText(
      this.more.firstElementChild!,
      selection.ids === 0
        ? countText(selection.damaged.length, 'other text')
        : `${numberText(selection.damaged.length)} damaged`,
    );
  }

  private toggle(): void {
    const { selection } = this.app;
    if (!this.box.hidden || selection === null) {
      this.close();
      return;
    }
    this.more.setAttribute('aria-expanded', 'true');
    this.box.hidden = false;
    this.list.set(selection.damaged);
    const hasRounded = selection.damaged.some((cell) => cell.code === 'ROUNDED');
    setText(
      this.remedy,
      hasRounded
        ? 'A rounded id has lost its last digits. Format the column as plain text and paste the ids again.'
        : 'These cells hold no segment id. They are left out.',
    );
    void this.select(selection.damaged.map((cell) => cell.a1));
  }

  private close(): void {
    this.more.setAttribute('aria-expanded', 'false');
    this.box.hidden = true;
  }

  private async select(cells: string[]): Promise<void> {
    if (this.app.selection === null) return;
    try {
      await call('selectCells', this.app.selection.sheetId, cells);
      this.app.holding = true;
    } catch (error) {
      setText(this.remedy, asCallError(error).message);
    }
  }
}

function countsOf(selection: SelectionView): string {
  if (selection.ids === 0) {
    return selection.damaged.length > 0 ? 'No ids here · ' : 'No ids here. Select cells of an id column.';
  }
  const parts = [countText(selection.ids, 'id')];
  if (selection.distinct < selection.ids) parts.push(`${numberText(selection.distinct)} distinct`);
  if (selection.blank > 0) parts.push(`${numberText(selection.blank)} blank`);
  if (selection.none > 0) parts.push(`${numberText(selection.none)} none`);
  return parts.join(' · ') + (selection.damaged.length > 0 ? ' · ' : '');
}
