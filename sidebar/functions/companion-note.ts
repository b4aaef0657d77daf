// The note above the form of a heavy function: what the companion still needs, with a link to Settings.

import { button, el, fill } from '../../src/ui/dom';
import type { App } from '../app';

export class CompanionNote {
  readonly node = el('p', { class: 'note', attrs: { hidden: true } });

  constructor(private readonly app: App) {
    app.onChange(() => this.draw());
    this.draw();
  }

  private draw(): void {
    const { companion, companionUse } = this.app.boot.settings;
    this.node.hidden = companion !== '' && companionUse.confirmed;
    if (this.node.hidden) return;
    fill(
      this.node,
      companion === ''
        ? 'This is done by the companion service, and none is set for this spreadsheet. '
        : 'This is done by the companion service, which you have not confirmed yet. ',
      button('Settings', 'text', () => this.app.show('settings')),
    );
  }
}
