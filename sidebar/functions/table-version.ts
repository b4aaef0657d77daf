// The choice of a table's version: the latest, an older one, the newest rows, or the rows at a given time.
import { el, uniqueName } from '../../src/ui/dom';

const CHOICES = [
  ['latest', 'Latest version'],
  ['version', 'A version…'],
  ['live', 'Live: the newest rows and edits'],
  ['time', 'A time…'],
] as const;

export class VersionChoice {
  readonly node: HTMLElement;
  private readonly select: HTMLSelectElement;
  private readonly input: HTMLInputElement;

  constructor(onChange: () => void) {
    const id = uniqueName('version');
    this.input = el('input', {
      attrs: { type: 'text', autocomplete: 'off', spellcheck: 'false', hidden: true },
      on: { input: onChange },
    });
    this.select = el(
      'select',
      {
        attrs: { id },
        on: {
          change: () => {
            this.show();
            onChange();
          },
        },
      },
      ...CHOICES.map(([value, words]) => el('option', { attrs: { value } }, words)),
    );
    this.node = el(
      'div',
      { class: 'field' },
      el('label', { attrs: { for: id } }, 'As of'),
      this.select,
      this.input,
    );
  }

  text(): string {
    const choice = this.select.value;
    return this.input.hidden ? choice : this.input.value.trim().replace(/^v(?=[0-9])/i, '');
  }

  problem(): string | null {
    const text = this.text();
    if (this.select.value === 'version' && !/^[0-9]{1,6}$/.test(text)) {
      return 'As of: a version is a number, such as 626';
    }
    return text === '' ? 'As of: which time? Such as 2026-06-01 12:00 (UTC)' : null;
  }

  private show(): void {
    const version = this.select.value === 'version';
    this.input.hidden = !version && this.select.value !== 'time';
    this.input.value = '';
    this.input.placeholder = version ? 'Such as 626' : 'Such as 2026-06-01 12:00 (UTC)';
    this.input.setAttribute('aria-label', version ? 'Version' : 'Time, UTC');
    if (!this.input.hidden) this.input.focus();
  }
}
