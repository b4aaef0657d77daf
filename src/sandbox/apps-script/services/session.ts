/** Session and User: whose run this is. Formulas are anonymous. */

import { createHash } from 'node:crypto';
import type { Execution } from '../execution';
import { SCOPES } from '../permissions';
import { Remote, ScriptError, type Takes } from '../remote';

const WEEK_MS = 7 * 24 * 3600_000;

export class Session extends Remote {
  static readonly path = 'Session';
  static readonly takes: Takes = {
    getActiveUser: [''],
    getEffectiveUser: [''],
    getActiveUserLocale: [''],
    getScriptTimeZone: [''],
    getTimeZone: [''],
    getTemporaryActiveUserKey: [''],
  };
  readonly kind = 'Session';

  constructor(readonly execution: Execution) {
    super();
  }

  getActiveUser() {
    return this.visible('Session.getActiveUser');
  }
  getEffectiveUser() {
    return this.visible('Session.getEffectiveUser');
  }
  getActiveUserLocale() {
    return 'en';
  }
  getScriptTimeZone() {
    return this.execution.world.zone;
  }
  getTimeZone() {
    return this.execution.world.zone;
  }
  /** The same for one user and script for a week or so; says nothing about the person. */
  getTemporaryActiveUserKey() {
    const { start, world, user } = this.execution;
    if (start.entry === 'cell' && !world.switches.temporaryKeyInCells) {
      throw new ScriptError('You do not have permission to call Session.getTemporaryActiveUserKey');
    }
    const week = Math.floor(world.clock.now() / WEEK_MS);
    return createHash('sha256').update(`${user} ${week}`).digest('base64');
  }

  private visible(method: string): UserObject {
    const { start, world, user } = this.execution;
    if (start.mode === 'CUSTOM_FUNCTION') return new UserObject(this.execution, '');
    if (start.mode === 'LIMITED' && !world.switches.emailInLimited) return new UserObject(this.execution, '');
    const { listed } = world.grants;
    const required = `Required permissions: ${SCOPES.email}`;
    if (listed && !listed.includes(SCOPES.email)) {
      throw new ScriptError(`Specified permissions are not sufficient to call ${method}. ${required}`);
    }
    if (start.mode === 'FULL' && !world.grants.has(user, SCOPES.email)) {
      throw new ScriptError(`You do not have permission to call ${method}. ${required}`);
    }
    return new UserObject(this.execution, user);
  }
}

export class UserObject extends Remote {
  static readonly path = 'Session.User';
  static readonly takes: Takes = { getEmail: [''], getUserLoginId: [''] };
  readonly kind = 'User';

  constructor(
    readonly execution: Execution,
    readonly email: string,
  ) {
    super();
  }

  getEmail() {
    return this.email;
  }
  getUserLoginId() {
    return this.email;
  }
}
