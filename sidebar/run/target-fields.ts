// Columns of the user's own to write into, one for each detail. Entries are kept for each tab; the add-on stores them
// with the column after the first run.
import { el, fill, uniqueName } from '../../src/ui/dom';
import { icon } from '../../src/ui/icons';

export class TargetFields {
  readonly node: HTMLElement;
  private readonly fields: HTMLElement;
  /** Headers by detail, for each tab. */
  private readonly headersByTab = new Map<number, Record<string, string>>();
  private tab = 0;
  /** The tab and details of the current fields. */
  private fieldsKey = '';
  private details: readonly string[] = [];

  constructor(private readonly onChange: () => void) {
    const name = uniqueName('targets');
    this.fields = el('div', { attrs: { id: name, hidden: true } });
    const head: HTMLButtonElement = el(
      'button',
      {
        class: 'disclose',
        attrs: { type: 'button', 'aria-expanded': 'false', 'aria-controls': name },
        on: {
          click: () => {
            this.fields.hidden = !this.fields.hidden;
            head.setAttribute('aria-expanded', String(!this.fields.hidden));
            this.draw();
          },
        },
      },
      el('span', {}, 'Write into columns of your own'),
      icon('chevron'),
    );
    this.node = el('div', { class: 'targets' }, head, this.fields);
  }

  /** Shows one field for each detail that the job writes. */
  show(tab: number, details: readonly string[]): void {
    const key = `${tab} ${details.join(' ')}`;
    if (key === this.fieldsKey) return;
    this.fieldsKey = key;
    this.tab = tab;
    this.details = details;
    this.node.hidden = details.length === 0;
    this.draw();
  }

  /** Draws nothing while it is closed. */
  private draw(): void {
    if (this.fields.hidden) {
      fill(this.fields);
      return;
    }
    const values = this.values();
    fill(
      this.fields,
      ...this.details.map((detail) => {
        const id = uniqueName('target');
        const input = el('input', {
          class: 'mono',
          attrs: { id, type: 'text', autocomplete: 'off', spellcheck: 'false', placeholder: detail },
          on: {
            input: () => {
              values[detail] = input.value.trim();
              this.onChange();
            },
          },
        });
        input.value = values[detail] ?? '';
        return el(
          'div',
          { class: 'field' },
          el('label', { attrs: { for: id } }, `Header for ${detail}`),
          input,
        );
      }),
      el('p', { class: 'soft' }, 'Blank: the column that it had before, else one with its own name.'),
    );
  }

  /** Entered headers of the details that the job writes; null if there are none. */
  headersFor(tab: number, details: readonly string[]): Record<string, string> | null {
    const values = this.headersByTab.get(tab) ?? {};
    const found = details.filter((detail) => (values[detail] ?? '') !== '');
    return found.length === 0 ? null : Object.fromEntries(found.map((detail) => [detail, values[detail]!]));
  }

  private values(): Record<string, string> {
    const values = this.headersByTab.get(this.tab) ?? {};
    this.headersByTab.set(this.tab, values);
    return values;
  }
}
