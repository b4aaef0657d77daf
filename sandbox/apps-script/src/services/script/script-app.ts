/** ScriptApp: tokens, grants and triggers of the current user. */

import { createHash } from 'node:crypto';
import { Kill, ScriptError } from '../../platform/errors';
import { SCOPES } from '../../platform/permissions';
import { EnumValue, ServiceObject, type Signatures } from '../../platform/service-object';
import type { ServiceContext } from '../context';
import { type SpreadsheetReference, Trigger, TriggerBuilder } from './trigger';

const SCRIPT_ID = 'stand-in-script';
const HOUR_S = 3600;

export class ScriptApp extends ServiceObject {
  static readonly path = 'ScriptApp';
  static readonly signatures: Signatures = {
    getOAuthToken: [''],
    getIdentityToken: [''],
    getScriptId: [''],
    getInstallationSource: [''],
    getAuthorizationInfo: ['e:AuthMode', 'e:AuthMode,a'],
    requireScopes: ['e:AuthMode,a'],
    requireAllScopes: ['e:AuthMode'],
    invalidateAuth: [''],
    newTrigger: ['s'],
    getProjectTriggers: [''],
    getScriptTriggers: [''],
    getUserTriggers: ['r:Spreadsheet'],
    deleteTrigger: ['r:Trigger'],
  };
  readonly kind = 'ScriptApp';

  constructor(readonly execution: ServiceContext) {
    super();
  }

  /** Opaque, and different for each user and hour. The sandbox's servers can read the user from it. */
  getOAuthToken() {
    const { world, user } = this.execution;
    const { accessToken } = world.options;
    if (accessToken) return accessToken(user, world.grants.of(user));
    const hour = Math.floor(world.clock.now() / (HOUR_S * 1000));
    const scopes = Buffer.from(world.grants.of(user).join(' ')).toString('base64url');
    const mark = createHash('sha256').update(`${user} ${hour}`).digest('base64url').slice(0, 24);
    return `ya29.${Buffer.from(user).toString('base64url')}.${mark}.${scopes}`;
  }
  /** Returns null without the scope `openid`. */
  getIdentityToken() {
    const { world, user } = this.execution;
    const manifestScopes = world.grants.listed ?? [];
    if (!manifestScopes.includes(SCOPES.openid) || !world.grants.has(user, SCOPES.openid)) return null;
    const now = Math.floor(world.clock.now() / 1000);
    const domain = user.slice(user.indexOf('@') + 1);
    // Tokens of an organization's accounts contain its domain; those of private accounts do not.
    const hostClaims = /^(gmail|googlemail)\.com$/.test(domain) ? {} : { hd: domain };
    const email = world.grants.has(user, SCOPES.email)
      ? { email: user, email_verified: true, ...hostClaims }
      : {};
    const client = world.options.clientId ?? 'stand-in.apps.googleusercontent.com';
    const claims = {
      iss: 'https://accounts.google.com',
      aud: client,
      azp: client,
      sub: createHash('sha256').update(user).digest('hex').slice(0, 20),
      ...email,
      iat: now,
      exp: now + HOUR_S,
    };
    if (world.options.signIdentity) return world.options.signIdentity(claims);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
  }
  getScriptId() {
    return SCRIPT_ID;
  }
  getInstallationSource() {
    return new EnumValue('InstallationSource', 'WEB_STORE_ADD_ON');
  }
  getAuthorizationInfo(_mode: EnumValue, scopes?: unknown[]) {
    return new AuthorizationInfo(this.execution, this.requestedScopes(scopes));
  }
  /** Ends the execution with a consent prompt; in a trigger, throws an exception instead. */
  requireScopes(_mode: EnumValue, scopes: unknown[]) {
    const missing = this.requestedScopes(scopes).filter((scope) => !this.has(scope));
    if (missing.length === 0) return;
    const text = 'Authorization is required to perform that action.';
    if (this.execution.invocation.entry === 'trigger') throw new ScriptError(text);
    throw new Kill(text, false);
  }
  requireAllScopes(mode: EnumValue) {
    this.requireScopes(mode, [...(this.execution.world.grants.listed ?? [])]);
  }
  invalidateAuth() {
    this.execution.world.grants.denyAll(this.execution.user);
  }

  newTrigger(fn: string) {
    return new TriggerBuilder(this.execution, fn);
  }
  /** Returns only the current user's triggers. */
  getProjectTriggers() {
    const { world, user } = this.execution;
    return world.triggers.list(user).map((record) => new Trigger(this.execution, record));
  }
  getScriptTriggers() {
    return this.getProjectTriggers();
  }
  getUserTriggers(spreadsheet: SpreadsheetReference) {
    const { world, user } = this.execution;
    const here = world.triggers.list(user).filter((record) => record.workbook === spreadsheet.workbook.id);
    return here.map((record) => new Trigger(this.execution, record));
  }
  deleteTrigger(trigger: Trigger) {
    const { world, user } = this.execution;
    if (trigger.record.user !== user || !world.triggers.remove(trigger.record.id)) {
      throw new ScriptError(
        'Unexpected error while getting the method or property deleteTrigger on object ScriptApp.',
      );
    }
  }

  private requestedScopes(scopes?: unknown[]): string[] {
    const manifestScopes = this.execution.world.grants.listed ?? [];
    const requestedScopes = (scopes ?? [...manifestScopes]).map(String);
    const unlistedScope = requestedScopes.find((scope) => !manifestScopes.includes(scope));
    // The reference says only that this is an error.
    if (unlistedScope)
      throw new ScriptError(`Invalid argument: scope ${unlistedScope} is not in the manifest`);
    return requestedScopes;
  }

  private has(scope: string): boolean {
    return this.execution.world.grants.has(this.execution.user, scope);
  }
}

export class AuthorizationInfo extends ServiceObject {
  static readonly path = 'ScriptApp.AuthorizationInfo';
  static readonly signatures: Signatures = {
    getAuthorizationStatus: [''],
    getAuthorizationUrl: [''],
    getAuthorizedScopes: [''],
  };
  readonly kind = 'AuthorizationInfo';

  constructor(
    readonly execution: ServiceContext,
    private readonly scopes: string[],
  ) {
    super();
  }

  getAuthorizationStatus() {
    return new EnumValue('AuthorizationStatus', this.missing() ? 'REQUIRED' : 'NOT_REQUIRED');
  }
  getAuthorizationUrl() {
    return this.missing() ? `https://script.google.com/macros/d/${SCRIPT_ID}/authorize` : null;
  }
  getAuthorizedScopes() {
    return this.execution.world.grants.of(this.execution.user);
  }

  private missing(): boolean {
    const { world, user } = this.execution;
    return this.scopes.some((scope) => !world.grants.has(user, scope));
  }
}
