/** Session and User: the user of the execution. Formulas are anonymous. */

import { createHash } from 'node:crypto';
import { ScriptError } from '../../platform/errors';
import { SCOPES } from '../../platform/permissions';
import { ServiceObject, type Signatures } from '../../platform/service-object';
import type { ServiceContext } from '../context';

const WEEK_MS = 7 * 24 * 3600_000;

export class Session extends ServiceObject {
  static readonly path = 'Session';
  static readonly signatures: Signatures = {
    getActiveUser: [''],
    getEffectiveUser: [''],
    getActiveUserLocale: [''],
    getScriptTimeZone: [''],
    getTimeZone: [''],
    getTemporaryActiveUserKey: [''],
  };
  readonly kind = 'Session';

  constructor(readonly execution: ServiceContext) {
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
  /** The same for one user and script for about a week; does not identify the person. */
  getTemporaryActiveUserKey() {
    const { invocation, world, user } = this.execution;
    if (invocation.entry === 'cell' && !world.switches.temporaryKeyInCells) {
      throw new ScriptError('You do not have permission to call Session.getTemporaryActiveUserKey');
    }
    const week = Math.floor(world.clock.now() / WEEK_MS);
    return createHash('sha256').update(`${user} ${week}`).digest('base64');
  }

  private visible(method: string): UserObject {
    const { invocation, world, user } = this.execution;
    if (invocation.mode === 'CUSTOM_FUNCTION') return new UserObject(this.execution, '');
    if (invocation.mode === 'LIMITED' && !world.switches.emailInLimited)
      return new UserObject(this.execution, '');
    const { listed } = world.grants;
    const requirement = `Required permissions: ${SCOPES.email}`;
    if (listed && !listed.includes(SCOPES.email)) {
      throw new ScriptError(`Specified permissions are not sufficient to call ${method}. ${requirement}`);
    }
    if (invocation.mode === 'FULL' && !world.grants.has(user, SCOPES.email)) {
      throw new ScriptError(`You do not have permission to call ${method}. ${requirement}`);
    }
    return new UserObject(this.execution, user);
  }
}

export class UserObject extends ServiceObject {
  static readonly path = 'Session.User';
  static readonly signatures: Signatures = { getEmail: [''], getUserLoginId: [''] };
  readonly kind = 'User';

  constructor(
    readonly execution: ServiceContext,
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
