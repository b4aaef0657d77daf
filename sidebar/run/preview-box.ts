// The preview of a run: columns, rows, filled cells that it would replace, cells that are never written.
import type { Preview } from '../../src/addon/interfaces/api';
import { el, fill, uniqueName } from '../../src/ui/dom';
import { icon } from '../../src/ui/icons';
import { countText, numberText } from '../format';

export class PreviewBox {
  readonly node = el('section', {
    class: 'preview',
    attrs: { 'aria-label': 'Preview', 'aria-live': 'polite', hidden: true },
  });
  private replace = true;

  constructor(private readonly selectCells: (cells: string[]) => void) {}

  /** Whether filled cells may be replaced; the preview asks if there are any. */
  mayReplace(): boolean {
    return this.replace;
  }

  clear(): void {
    this.node.hidden = true;
    this.replace = true;
  }

  show(preview: Preview): void {
    fill(
      this.node,
      el('p', { class: 'strong' }, `Writes ${preview.writes}, ${countText(preview.rows, 'row')}.`),
      preview.newColumns.length === 0
        ? null
        : el(
            'p',
            {},
            `${countText(preview.newColumns.length, 'new column')}: `,
            el('span', { class: 'mono' }, preview.newColumns.join(', ')),
          ),
      ...preview.into.map(({ output, header }) =>
        el('p', {}, el('span', { class: 'mono' }, output), ' into ', el('span', { class: 'mono' }, header)),
      ),
      preview.replaced.count === 0 ? null : this.replaceChoice(preview.replaced),
      preview.notWritten.count === 0
        ? null
        : this.cells(
            `${countText(preview.notWritten.count, 'cell')} with a formula, a filled array, a rule or protection: left alone`,
            preview.notWritten,
          ),
      preview.requests === '' ? null : el('p', { class: 'soft' }, preview.requests),
    );
    this.node.hidden = false;
  }

  private replaceChoice(cells: Preview['replaced']): HTMLElement {
    const group = uniqueName('replace');
    const option = (value: boolean, words: string) =>
      el(
        'label',
        { class: 'choice' },
        el('input', {
          attrs: { type: 'radio', name: group, checked: this.replace === value },
          on: {
            change: () => {
              this.replace = value;
            },
          },
        }),
        el('span', {}, words),
      );
    return el(
      'div',
      { class: 'warn' },
      this.cells(`${countText(cells.count, 'filled cell')} would be replaced`, cells),
      option(true, 'Replace them; Undo brings them back'),
      option(false, 'Keep them; fill blank cells only'),
    );
  }

  private cells(words: string, cells: { count: number; cells: string[] }): HTMLElement {
    const name = uniqueName('cells');
    const cellList = el(
      'p',
      { class: 'mono cells', attrs: { id: name, hidden: true } },
      cells.cells.join(' '),
      cells.count > cells.cells.length ? ` and ${numberText(cells.count - cells.cells.length)} more` : null,
    );
    const press = el(
      'button',
      {
        class: 'disclose',
        attrs: { type: 'button', 'aria-expanded': 'false', 'aria-controls': name },
        on: {
          click: () => {
            cellList.hidden = !cellList.hidden;
            press.setAttribute('aria-expanded', String(!cellList.hidden));
            if (!cellList.hidden) this.selectCells(cells.cells);
          },
        },
      },
      el('span', {}, words),
      icon('chevron'),
    );
    return el('div', {}, press, cellList);
  }
}
