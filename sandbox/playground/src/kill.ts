/** The kill switch: ends the script's run abruptly, like a power failure, in the middle of its next step. */
import { type HostState, Kill } from '@tracer-tools/apps-script';

/** Number of service calls that the run may still make, so that it ends between its writes and not before them. */
const LAST_CALLS = 25;

export class KillSwitch {
  private doomed: string | null = null;
  private armed = false;
  private left = 0;

  constructor(host: HostState) {
    host.hooks.beforeCall = (_service, _method, _args, execution) => {
      if (!this.armed || execution.entry === 'cell') return;
      if (execution.fn === 'ttCall' && !WORK.has(String(execution.args()[0]))) return;
      if (this.doomed === null) {
        this.doomed = execution.id;
        this.left = LAST_CALLS;
      }
      if (execution.id !== this.doomed) return;
      this.left -= 1;
      if (this.left > 0) return;
      this.armed = false;
      throw new Kill();
    };
  }

  arm(): void {
    this.armed = true;
    this.doomed = null;
  }
}

/** Calls of the sidebar that do work and can be resumed; all others end quickly. */
const WORK = new Set(['stepJob', 'runSchedule']);
