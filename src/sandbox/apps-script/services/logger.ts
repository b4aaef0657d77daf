/** Logger. The text is put together inside the context, where the objects are. */

import type { Execution } from '../execution';
import { Remote, type Takes } from '../remote';

export class Logger extends Remote {
  static readonly path = 'Logger';
  static readonly takes: Takes = { log: ['s'], clear: [''], getLog: [''] };
  readonly kind = 'Logger';

  constructor(readonly execution: Execution) {
    super();
  }

  log(text: string) {
    this.execution.logs.push(`log ${text}`);
    this.execution.loggerLines.push(text);
    return this;
  }
  clear() {
    this.execution.loggerLines.length = 0;
  }
  getLog() {
    return this.execution.loggerLines.map((line) => `INFO: ${line}\n`).join('');
  }
}
