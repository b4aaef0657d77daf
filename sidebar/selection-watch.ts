// Follows the selection in the sheet: reads it every two seconds while the page is in use, and at once on focus.
import type { App } from './app';
import { asCallError, call } from './server';

const EVERY = 2_000;
/** Each reading is an execution, so reading stops after five minutes without a change. */
const GIVE_UP_AFTER = 150;

export class SelectionWatch {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private looking = false;
  private unchangedCount = 0;
  private failures = 0;
  private last = '';
  /** The selection that the sheet reports while it shows cells that the sidebar selected. */
  private ownSelection = '';

  constructor(private app: App) {}

  start(): void {
    window.addEventListener('focus', () => this.wake());
    document.addEventListener('pointerenter', () => this.wake());
    document.addEventListener('visibilitychange', () => this.wake());
    void this.look();
  }

  /** Called when the sidebar was rebuilt, after a token was saved or deleted. */
  follow(app: App): void {
    this.app = app;
    this.last = '';
    this.wake();
  }

  private wake(): void {
    this.unchangedCount = 0;
    if (!document.hidden) void this.look();
  }

  private plan(): void {
    clearTimeout(this.timer);
    if (this.unchangedCount < GIVE_UP_AFTER) this.timer = setTimeout(() => void this.look(), EVERY);
  }

  private async look(): Promise<void> {
    if (this.looking) return;
    if (document.hidden || this.app.driving) {
      this.plan();
      return;
    }
    this.looking = true;
    try {
      const selection = await call('selection');
      const text = JSON.stringify(selection);
      this.failures = 0;
      this.unchangedCount = text === this.last ? this.unchangedCount + 1 : 0;
      if (this.app.holding) this.ownSelection = text;
      this.app.holding = false;
      if (text !== this.last && text !== this.ownSelection) {
        this.ownSelection = '';
        this.app.setSelection(selection);
      }
      this.last = text;
    } catch (error) {
      this.failures += 1;
      this.unchangedCount += 1;
      this.last = '';
      if (this.failures >= 2) this.app.setSelection(null, asCallError(error).message);
    } finally {
      this.looking = false;
      this.plan();
    }
  }
}
