// What somebody does to work under way: hold it, let it go on, stop it for good.

export class RunControl {
  stopped = false;
  private gate: Promise<void> | null = null;
  private open = (): void => undefined;

  get paused(): boolean {
    return this.gate !== null;
  }

  pause(): void {
    this.gate ??= new Promise((resolve) => {
      this.open = resolve;
    });
  }

  resume(): void {
    this.gate = null;
    this.open();
  }

  stop(): void {
    this.stopped = true;
    this.resume();
  }

  /** Resolves once the work may go on. */
  async ready(): Promise<void> {
    while (this.gate !== null) await this.gate;
  }
}
