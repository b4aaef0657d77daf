/** Menus. They can be built in any mode, and are shown when they are added. */

import { ServiceObject, type Signatures } from '../../platform/service-object';
import type { MenuItem } from '../../world/screen';
import type { ServiceContext } from '../context';

export class Menu extends ServiceObject {
  static readonly path = 'SpreadsheetApp.Menu';
  static readonly signatures: Signatures = {
    addItem: ['s,s'],
    addSeparator: [''],
    addSubMenu: ['r:Menu'],
    addToUi: [''],
  };
  readonly kind = 'Menu';
  readonly items: MenuItem[] = [];

  constructor(
    readonly execution: ServiceContext,
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
