/** Logger. The text is formatted inside the context, which has the objects. */

import { ServiceObject, type Signatures } from '../../platform/service-object';
import type { ServiceContext } from '../context';

export class Logger extends ServiceObject {
  static readonly path = 'Logger';
  static readonly signatures: Signatures = { log: ['s'], clear: [''], getLog: [''] };
  readonly kind = 'Logger';

  constructor(readonly execution: ServiceContext) {
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
