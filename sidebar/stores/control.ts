// Control of work in progress: pause, resume, or stop it.

export class RunControl {
  isStopped = false;
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
    this.isStopped = true;
    this.resume();
  }

  /** Resolves when the work may continue. */
  async ready(): Promise<void> {
    while (this.gate !== null) await this.gate;
  }
}
