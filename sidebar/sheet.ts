// The Sheet panel: what makes a sheet ready. Pasting ids, preparing a tab.
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
