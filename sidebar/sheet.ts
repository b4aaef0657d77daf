// The Sheet panel: pastes ids, prepares a tab, makes ready sheets.
import { el } from '../src/ui/dom';
import type { App, Panel } from './app';
import { PasteBox } from './sheet/paste-box';
import { PrepareBox } from './sheet/prepare-box';
import { ReadyBox } from './sheet/ready-box';

export class SheetPanel implements Panel {
  readonly node: HTMLElement;

  constructor(app: App) {
    this.node = el(
      'div',
      { class: 'panel scroll' },
      new PasteBox(app).node,
      new PrepareBox(app).node,
      new ReadyBox(app).node,
    );
  }
}
