// Shows an error: what happened, its code, a link that helps, and a button to copy it for a mail or an issue.
import type { CallError } from '../../src/addon/interfaces/api';
import { el, fill, linkElement, withLinks } from '../../src/ui/dom';
import { copyButton } from './copy';

export class ErrorBox {
  readonly node = el('div', { class: 'error', attrs: { role: 'alert', hidden: true } });

  show(error: CallError, actions: HTMLElement[] = []): void {
    const text = `${error.code}: ${error.message}${error.link ? `\n${error.link}` : ''}`;
    fill(
      this.node,
      el('p', { class: 'message' }, ...withLinks(error.message)),
      error.link && !error.message.includes(error.link)
        ? el('p', { class: 'address' }, linkElement(error.link))
        : null,
      el(
        'div',
        { class: 'row' },
        el('span', { class: 'code mono' }, error.code),
        error.transient ? el('span', { class: 'soft' }, 'Trying again may help') : null,
        el('span', { class: 'grow' }),
        copyButton(() => text),
        ...actions,
      ),
    );
    this.node.hidden = false;
  }

  clear(): void {
    if (this.node.hidden) return;
    this.node.hidden = true;
    fill(this.node);
  }
}
