/** SpreadsheetApp.Protection: who may edit a range or a tab. */

import { ScriptError } from '../../platform/errors';
import { EnumValue, ServiceObject, type Signatures } from '../../platform/service-object';
import type { Box, Grid } from '../../sheet/values/types';
import type { ServiceContext } from '../context';
import { UserObject } from '../script/session';
import { Range } from './range';
import { wholeGrid } from './range-box';

interface ProtectionState {
  /** null protects the tab. */
  box: Box | null;
  editors: string[];
  description: string;
  warningOnly: boolean;
}

/**
 * Boxes as they were protected: the grid moves its own copies, and a change of editors after rows moved restores these.
 */
const byGrid = new WeakMap<Grid, ProtectionState[]>();

function apply(grid: Grid): void {
  grid.protect(null, []);
  for (const state of byGrid.get(grid) ?? []) {
    if (!state.warningOnly) grid.protect(state.box ?? wholeGrid(grid), state.editors);
  }
}

/** The creator and the owner may always edit. */
export function protectBox(execution: ServiceContext, grid: Grid, box: Box | null): Protection {
  const { owner, users } = execution.world.options;
  const everyone = users.map((user) => user.email);
  const state: ProtectionState = {
    box,
    editors: [...new Set([owner, ...everyone])],
    description: '',
    warningOnly: false,
  };
  byGrid.set(grid, [...(byGrid.get(grid) ?? []), state]);
  apply(grid);
  return new Protection(execution, grid, state);
}

export function protectionsOf(execution: ServiceContext, grid: Grid, type: EnumValue): Protection[] {
  return (byGrid.get(grid) ?? [])
    .filter((state) => (type.name === 'SHEET') === (state.box === null))
    .map((state) => new Protection(execution, grid, state));
}

export class Protection extends ServiceObject {
  static readonly path = 'SpreadsheetApp.Protection';
  static readonly signatures: Signatures = {
    getDescription: [''],
    setDescription: ['s'],
    getProtectionType: [''],
    getRange: [''],
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
    private readonly state: ProtectionState,
  ) {
    super();
  }

  getDescription() {
    return this.state.description;
  }
  setDescription(text: string) {
    this.state.description = text;
    return this;
  }
  getProtectionType() {
    return new EnumValue('ProtectionType', this.state.box ? 'RANGE' : 'SHEET');
  }
  getRange() {
    return new Range(this.execution, this.grid, this.state.box ?? wholeGrid(this.grid));
  }
  getEditors() {
    return this.state.editors.map((email) => new UserObject(this.execution, email));
  }
  addEditor(user: unknown) {
    return this.addEditors([user]);
  }
  addEditors(users: unknown[]) {
    this.mustEdit();
    this.state.editors = [...new Set([...this.state.editors, ...users.map(emailOf)])];
    apply(this.grid);
    return this;
  }
  removeEditor(user: unknown) {
    return this.removeEditors([user]);
  }
  /** The owner cannot be removed. */
  removeEditors(users: unknown[]) {
    this.mustEdit();
    const removed = users.map(emailOf);
    const { owner } = this.execution.world.options;
    this.state.editors = this.state.editors.filter((email) => email === owner || !removed.includes(email));
    apply(this.grid);
    return this;
  }
  canEdit() {
    return this.state.editors.includes(this.execution.user);
  }
  canDomainEdit() {
    return false;
  }
  setDomainEdit(on: boolean) {
    if (on) throw new ScriptError('Domain editing is not available for consumer accounts.');
    return this;
  }
  isWarningOnly() {
    return this.state.warningOnly;
  }
  setWarningOnly(on: boolean) {
    this.mustEdit();
    this.state.warningOnly = on;
    apply(this.grid);
    return this;
  }
  remove() {
    this.mustEdit();
    byGrid.set(
      this.grid,
      (byGrid.get(this.grid) ?? []).filter((state) => state !== this.state),
    );
    apply(this.grid);
  }

  private mustEdit(): void {
    if (!this.canEdit()) {
      throw new ScriptError(
        'You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.',
      );
    }
  }
}

function emailOf(user: unknown): string {
  return user instanceof UserObject ? user.email : String(user);
}
