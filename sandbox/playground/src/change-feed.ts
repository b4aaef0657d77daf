/** Sends changes of the file and of the screen to the pages, several in one event. */
import type { HostState } from '@tracer-tools/apps-script';
import type { Workbook } from '@tracer-tools/apps-script/sheet';
import { tabInfo } from './cells';
import type { Events } from './events';
import type { DialogContent } from './protocol';

const BREATH_MS = 25;

export class ChangeFeed {
  private readonly dirty = new Set<number>();
  private timer: NodeJS.Timeout | undefined;
  private tabs = '';

  constructor(
    private readonly workbook: Workbook,
    private readonly events: Events,
  ) {
    workbook.onChange((grid) => {
      this.dirty.add(grid.id);
      this.timer ??= setTimeout(() => this.flush(), BREATH_MS);
    });
  }

  /** Sends the collected changes. Also checks which tabs are hidden, because there is no notification for that. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const tabs = this.workbook.grids().map(tabInfo);
    const text = JSON.stringify(tabs);
    if (text !== this.tabs) {
      this.tabs = text;
      this.events.send({ on: 'tabs', tabs });
    }
    if (this.dirty.size === 0) return;
    this.events.send({ on: 'cells', tabs: [...this.dirty] });
    this.dirty.clear();
  }

  /** Follows a host's screen: menus, sidebars, toasts, and selections that a script makes. */
  follow(
    host: HostState,
    frameOf: (shown: Omit<DialogContent, 'html'> & { html: string }) => DialogContent,
  ): void {
    const { events } = this;
    const mine = (user: string) => user === host.keyboard;
    host.ui.listener = (what) => {
      if ('toast' in what) {
        const { title, text, seconds, user } = what.toast;
        if (mine(user)) events.send({ on: 'toast', title, text, seconds });
      } else if ('shown' in what) {
        if (mine(what.shown.user)) events.send({ on: 'frame', frame: frameOf(what.shown) });
      } else if (mine(what.user)) events.send({ on: 'menu', menu: what.menu });
    };
    const select = host.ui.select.bind(host.ui);
    host.ui.select = (user, grid, box) => {
      select(user, grid, box);
      if (mine(user) && !this.selecting) events.send({ on: 'select', tab: grid.id, box });
    };
  }

  /** True while the page itself selects: then it need not be notified. */
  private selecting = false;

  bySelf(task: () => void): void {
    this.selecting = true;
    try {
      task();
    } finally {
      this.selecting = false;
    }
  }

  close(): void {
    clearTimeout(this.timer);
  }
}
