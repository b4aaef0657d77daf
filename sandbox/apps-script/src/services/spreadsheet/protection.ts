/** SpreadsheetApp.Protection: who may edit a range or a tab. */

import { ScriptError } from '../../platform/errors';
import { EnumValue, ServiceObject, type Signatures } from '../../platform/service-object';
import type { ProtectedRange } from '../../sheet/layout/protections';
import type { Grid } from '../../sheet/model/types';
import type { Box } from '../../sheet/values/types';
import type { ServiceContext } from '../context';
import { UserObject } from '../script/session';
import { Range } from './range';
import { wholeGrid } from './range-box';

/** Initially, every editor of the file may edit; the owner always may. */
export function protectBox(execution: ServiceContext, grid: Grid, box: Box | null): Protection {
  const { owner, users } = execution.world.options;
  const range = grid.protections.add({
    box,
    editors: [...new Set([owner, ...users.map((user) => user.email)])],
    description: '',
    warningOnly: false,
    unprotected: [],
  });
  return new Protection(execution, grid, range);
}

export function protectionsOf(execution: ServiceContext, grid: Grid, type: EnumValue): Protection[] {
  return grid.protections
    .all()
    .filter((range) => (type.name === 'SHEET') === (range.box === null))
    .map((range) => new Protection(execution, grid, range));
}

export class Protection extends ServiceObject {
  static readonly path = 'SpreadsheetApp.Protection';
  static readonly signatures: Signatures = {
    getDescription: [''],
    setDescription: ['s'],
    getProtectionType: [''],
    getRange: [''],
    setRange: ['r:Range'],
    getUnprotectedRanges: [''],
    setUnprotectedRanges: ['a'],
    getEditors: [''],
    addEditor: ['s', 'r:User'],
    addEditors: ['a'],
    removeEditor: ['s', 'r:User'],
    removeEditors: ['a'],
    canEdit: [''],
    canDomainEdit: [''],
    setDomainEdit: ['b'],
    isWarningOnly: [''],
    setWarningOnly: ['b'],
    remove: [''],
  };
  readonly kind = 'Protection';

  constructor(
    readonly execution: ServiceContext,
    private readonly grid: Grid,
    private readonly range: ProtectedRange,
  ) {
    super();
  }

  getDescription() {
    return this.range.description;
  }
  setDescription(text: string) {
    return this.change(() => {
      this.range.description = text;
    });
  }
  getProtectionType() {
    return new EnumValue('ProtectionType', this.range.box ? 'RANGE' : 'SHEET');
  }
  getRange() {
    return new Range(this.execution, this.grid, this.range.box ?? wholeGrid(this.grid));
  }
  setRange(range: Range) {
    return this.change(() => {
      this.range.box = range.box;
    });
  }
  getUnprotectedRanges() {
    return this.range.unprotected.map((box) => new Range(this.execution, this.grid, box));
  }
  setUnprotectedRanges(ranges: unknown[]) {
    if (this.range.box) throw new ScriptError('Only a protected sheet can have unprotected ranges.');
    return this.change(() => {
      this.range.unprotected = ranges.map((range) => (range as Range).box);
    });
  }
  getEditors() {
    return this.range.editors.map((email) => new UserObject(this.execution, email));
  }
  addEditor(user: unknown) {
    return this.addEditors([user]);
  }
  addEditors(users: unknown[]) {
    return this.change(() => {
      this.range.editors = [...new Set([...this.range.editors, ...users.map(emailOf)])];
    });
  }
  removeEditor(user: unknown) {
    return this.removeEditors([user]);
  }
  /** The owner cannot be removed from the editors. */
  removeEditors(users: unknown[]) {
    const addresses = users.map(emailOf);
    const { owner } = this.execution.world.options;
    return this.change(() => {
      this.range.editors = this.range.editors.filter(
        (email) => email === owner || !addresses.includes(email),
      );
    });
  }
  canEdit() {
    return this.range.warningOnly || this.range.editors.includes(this.execution.user);
  }
  canDomainEdit() {
    return false;
  }
  setDomainEdit(on: boolean) {
    if (on) throw new ScriptError('Domain editing is not available for consumer accounts.');
    return this;
  }
  isWarningOnly() {
    return this.range.warningOnly;
  }
  setWarningOnly(on: boolean) {
    return this.change(() => {
      this.range.warningOnly = on;
    });
  }
  remove() {
    this.change(() => this.grid.protections.remove(this.range));
  }

  private change(apply: () => void): this {
    if (!this.canEdit()) {
      throw new ScriptError(
        'You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.',
      );
    }
    apply();
    return this;
  }
}

function emailOf(user: unknown): string {
  return user instanceof UserObject ? user.email : String(user);
}
