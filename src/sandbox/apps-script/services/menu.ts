/** Menus: built in any mode, shown when added. */

import type { Execution } from '../execution';
import { Remote, type Takes } from '../remote';
import type { MenuItem } from '../world/screen';

export class Menu extends Remote {
  static readonly path = 'SpreadsheetApp.Menu';
  static readonly takes: Takes = {
    addItem: ['s,s'],
    addSeparator: [''],
    addSubMenu: ['r:Menu'],
    addToUi: [''],
  };
  readonly kind = 'Menu';
  readonly items: MenuItem[] = [];

  constructor(
    readonly execution: Execution,
    readonly caption: string,
  ) {
    super();
  }

  addItem(caption: string, fn: string) {
    this.items.push({ caption, fn });
    return this;
  }
  addSeparator() {
    this.items.push({ caption: '', separator: true });
    return this;
  }
  addSubMenu(menu: Menu) {
    this.items.push({ caption: menu.caption, items: menu.items });
    return this;
  }
  addToUi() {
    this.execution.world.screen.setMenu(this.execution.user, this.items);
  }
}
