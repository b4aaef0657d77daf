/**
 * LockService. An execution holds a lock only after tryLock or waitLock. The lock ends with the execution, and an alert
 * releases it.
 */

import { type Awaitable, continueWith } from '../../platform/awaitable';
import { sleep } from '../../platform/clock';
import { ScriptError } from '../../platform/errors';
import { ServiceObject, type Signatures } from '../../platform/service-object';
import type { ServiceContext } from '../context';

const POLL_MS = 20;

export class LockService extends ServiceObject {
  static readonly path = 'LockService';
  static readonly signatures: Signatures = { getScriptLock: [''], getUserLock: [''], getDocumentLock: [''] };
  readonly kind = 'LockService';

  constructor(readonly execution: ServiceContext) {
    super();
  }

  getScriptLock() {
    return new Lock(this.execution, 'script');
  }
  getUserLock() {
    return new Lock(this.execution, `user ${this.execution.user}`);
  }
  getDocumentLock() {
    return new Lock(this.execution, `document ${this.execution.world.workbook.id}`);
  }
}

export class Lock extends ServiceObject {
  static readonly path = 'LockService.Lock';
  static readonly signatures: Signatures = {
    tryLock: ['n'],
    waitLock: ['n'],
    hasLock: [''],
    releaseLock: [''],
  };
  readonly kind = 'Lock';

  constructor(
    readonly execution: ServiceContext,
    private readonly name: string,
  ) {
    super();
  }

  tryLock(ms: number): Awaitable<boolean> {
    const { id, world } = this.execution;
    if (world.locks.take(this.name, id)) return true;
    if (!world.concurrent) {
      // In-process, no other execution runs while this one waits: only a lock that another process holds can become
      // free.
      const free = world.locks.freeAt(this.name);
      const wait = free === null ? ms : Math.min(ms, Math.max(0, free - world.clock.now()));
      return continueWith(this.execution.pause(wait), () => world.locks.take(this.name, id));
    }
    return this.poll(Date.now() + ms);
  }
  waitLock(ms: number): Awaitable<null> {
    return continueWith(this.tryLock(ms), (hasLock) => {
      if (hasLock) return null;
      throw new ScriptError('Lock timeout: another process was holding the lock for too long.');
    });
  }
  hasLock() {
    return this.execution.world.locks.holder(this.name) === this.execution.id;
  }
  releaseLock() {
    this.execution.world.locks.release(this.name, this.execution.id);
  }

  private async poll(until: number): Promise<boolean> {
    const { id, world } = this.execution;
    while (Date.now() < until && !this.execution.dead) {
      await sleep(POLL_MS);
      if (!this.execution.dead && world.locks.take(this.name, id)) return true;
    }
    return false;
  }
}
