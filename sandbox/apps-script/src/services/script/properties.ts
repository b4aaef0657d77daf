/** PropertiesService. In a formula, the user store is the spreadsheet owner's and read-only. */

import { ScriptError } from '../../platform/errors';
import { ServiceObject, type Signatures } from '../../platform/service-object';
import type { PropertyStore } from '../../world/properties';
import type { ServiceContext } from '../context';

export class PropertiesService extends ServiceObject {
  static readonly path = 'PropertiesService';
  static readonly signatures: Signatures = {
    getScriptProperties: [''],
    getUserProperties: [''],
    getDocumentProperties: [''],
  };
  readonly kind = 'PropertiesService';

  constructor(readonly execution: ServiceContext) {
    super();
  }

  getScriptProperties() {
    return this.store('script');
  }
  getDocumentProperties() {
    return this.store(`document ${this.execution.world.workbook.id}`);
  }
  getUserProperties() {
    const { invocation, world, user } = this.execution;
    if (invocation.entry !== 'cell') return this.store(`user ${user}`);
    const nobody = world.switches.userPropertiesInCells === 'none';
    return this.store(nobody ? 'user nobody' : `user ${world.options.owner}`, true);
  }

  private store(name: string, readOnly = false) {
    return new Properties(this.execution, this.execution.world.properties.named(name), readOnly);
  }
}

export class Properties extends ServiceObject {
  static readonly path = 'PropertiesService.Properties';
  static readonly signatures: Signatures = {
    getProperty: ['S'],
    getProperties: [''],
    getKeys: [''],
    setProperty: ['S,S'],
    setProperties: ['o', 'o,b'],
    deleteProperty: ['S'],
    deleteAllProperties: [''],
  };
  readonly kind = 'Properties';

  constructor(
    readonly execution: ServiceContext,
    private readonly store: PropertyStore,
    private readonly readOnly: boolean,
  ) {
    super();
  }

  getProperty(key: unknown) {
    this.spend('propertyReads');
    return this.store.get(String(key));
  }
  getProperties() {
    this.spend('propertyReads');
    return this.store.all();
  }
  getKeys() {
    this.spend('propertyReads');
    return Object.keys(this.store.all());
  }
  setProperty(key: unknown, value: unknown) {
    this.mayWrite('setProperty');
    this.store.set(String(key), String(value));
    return this;
  }
  setProperties(values: Record<string, unknown>, deleteOthers = false) {
    this.mayWrite('setProperties');
    if (deleteOthers) this.store.clear();
    for (const [key, value] of Object.entries(values)) this.store.set(key, String(value));
    return this;
  }
  deleteProperty(key: unknown) {
    this.mayWrite('deleteProperty');
    this.store.delete(String(key));
    return this;
  }
  deleteAllProperties() {
    this.mayWrite('deleteAllProperties');
    this.store.clear();
    return this;
  }

  private mayWrite(method: string): void {
    if (this.readOnly) throw new ScriptError(`You do not have permission to call ${method}`);
    this.spend('propertyWrites');
  }

  private spend(what: 'propertyReads' | 'propertyWrites'): void {
    this.execution.counters[what] += 1;
    this.execution.world.quotas.spend(this.execution.user, 'properties');
  }
}
