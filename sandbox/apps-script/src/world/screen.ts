/** The user interface around the grid: menus, alerts, toasts, sidebars, selections. */

import type { Awaitable } from '../platform/awaitable';
import type { Grid } from '../sheet/model/types';
import type { Box } from '../sheet/values/types';

export interface MenuItem {
  caption: string;
  /** Function name; absent for separators and submenus. */
  fn?: string;
  separator?: boolean;
  items?: MenuItem[];
}

export interface Dialog {
  kind: 'alert' | 'prompt';
  title: string;
  text: string;
  buttons: string;
  user: string;
}

export interface DialogAnswer {
  /** OK, CANCEL, YES, NO or CLOSE. */
  button: string;
  text?: string;
}

export interface ShownPage {
  kind: 'sidebar' | 'modal' | 'modeless';
  title: string;
  html: string;
  width: number | null;
  height: number | null;
  user: string;
}

export interface Toast {
  text: string;
  title: string;
  seconds: number;
  user: string;
}

export interface SelectedCells {
  /** Id of the tab. */
  grid: number;
  box: Box;
  others: readonly Box[];
}

export class Screen {
  readonly dialogs: Dialog[] = [];
  readonly toasts: Toast[] = [];
  readonly shown: ShownPage[] = [];
  /** The user's answer. By default, an alert with only an OK button is accepted and all others are closed. */
  answer: (dialog: Dialog) => Awaitable<DialogAnswer> = (dialog) => ({
    button: dialog.buttons === 'OK' && dialog.kind === 'alert' ? 'OK' : 'CLOSE',
    text: '',
  });
  /** Called for each new element on the screen, so that a page can show it. */
  listener: (what: { toast: Toast } | { shown: ShownPage } | { menu: MenuItem[]; user: string }) => void =
    () => {};
  private readonly menus = new Map<string, MenuItem[]>();
  private readonly selections = new Map<string, SelectedCells>();
  private readonly sidebars = new Map<string, ShownPage>();
  private lastMenu = '';

  toast(toast: Toast): void {
    this.toasts.push(toast);
    this.listener({ toast });
  }

  show(page: ShownPage): void {
    this.shown.push(page);
    if (page.kind === 'sidebar') this.sidebars.set(page.user, page);
    this.listener({ shown: page });
  }

  sidebar(user: string): ShownPage | null {
    return this.sidebars.get(user) ?? null;
  }

  closeSidebar(user: string): void {
    this.sidebars.delete(user);
  }

  setMenu(user: string, items: MenuItem[]): void {
    this.menus.set(user, items);
    this.lastMenu = user;
    this.listener({ menu: items, user });
  }

  menu(user = this.lastMenu): MenuItem[] {
    return this.menus.get(user) ?? [];
  }

  /** Selects several boxes, as with the Ctrl key; the last one is active. */
  select(user: string, grid: Grid, box: Box, others: readonly Box[] = []): void {
    this.selections.set(user, { grid: grid.id, box, others });
  }

  selection(user: string): SelectedCells | null {
    return this.selections.get(user) ?? null;
  }
}
