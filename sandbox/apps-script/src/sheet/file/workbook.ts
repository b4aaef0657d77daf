/** The file: its tabs, its engine, its listeners. */

import { Engine } from '../engine/engine';
import { translatePieces } from '../formulas/translate';
import { Metadata } from '../layout/metadata';
import type { CustomFunctions, Grid, Workbook } from '../model/types';
import type { WorkbookSettings } from '../options';
import { cellBox } from '../values/boxes';
import { findLocale } from '../values/locale';
import type { Box } from '../values/types';
import { copyTab } from './duplicate';
import { Tab } from './tab';
import type { TabHost } from './tab-state';

const MOST_TABS = 200;
const MOST_CELLS = 10_000_000;

export class WorkbookFile implements Workbook, TabHost {
  readonly engine: Engine;
  readonly metadata = new Metadata();
  private readonly tabs: Tab[] = [];
  private readonly listeners = new Set<(grid: Grid, box: Box) => void>();
  private nextId = 0;

  constructor(private readonly settings: WorkbookSettings) {
    this.engine = new Engine(
      settings,
      () => this.tabs,
      (tab, box) => this.announce(tab, box),
    );
    this.addGrid('Sheet1');
  }

  get id(): string {
    return this.settings.id;
  }

  get name(): string {
    return this.settings.name;
  }

  set name(name: string) {
    this.settings.name = name;
  }

  get timeZone(): string {
    return this.settings.timeZone;
  }

  set timeZone(zone: string) {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    this.settings.timeZone = zone;
  }

  get locale(): string {
    return this.settings.locale;
  }

  set locale(name: string) {
    const from = findLocale(this.settings.locale);
    const to = findLocale(name);
    for (const { parsed } of this.engine.formulas) translatePieces(parsed.pieces, from, to);
    this.settings.locale = name;
    for (const formula of this.engine.formulas) this.engine.markStale(formula);
    for (const tab of this.tabs) this.announce(tab, cellBox(1, 1));
  }

  grids(): Grid[] {
    return [...this.tabs];
  }

  grid(name: string): Grid | null {
    return this.tabs.find((tab) => tab.name === name) ?? null;
  }

  gridById(id: number): Grid | null {
    return this.tabs.find((tab) => tab.id === id) ?? null;
  }

  addGrid(name: string, index = this.tabs.length): Grid {
    if (this.tabs.length >= MOST_TABS) throw new Error(`A spreadsheet has at most ${MOST_TABS} tabs.`);
    this.checkName(name, null);
    this.checkCells(26_000);
    // The first tab of a file has id 0; later tabs have large ids in no particular order.
    const tab = new Tab(
      this.nextId === 0 ? 0 : (this.nextId * 1_103_515_245 + 12_345) % 2_147_483_648,
      name,
      this,
    );
    this.nextId++;
    this.tabs.splice(index, 0, tab);
    this.rebind();
    this.announce(tab, cellBox(1, 1));
    return tab;
  }

  rebind(): void {
    for (const formula of this.engine.formulas) {
      if (formula.parsed.refs.every((ref) => ref.home || ref.dead)) continue;
      this.engine.bind(formula);
      this.engine.dependents.add(formula);
      this.engine.markStale(formula);
    }
  }

  removeGrid(id: number): void {
    const at = this.tabs.findIndex((tab) => tab.id === id);
    const tab = this.tabs[at];
    if (!tab) throw new Error(`There is no sheet with id ${id}.`);
    if (this.tabs.length === 1) throw new Error("You can't remove all the sheets in a document.");
    this.tabs.splice(at, 1);
    for (const formula of [...this.engine.formulas]) {
      if (formula.tab === tab) {
        this.engine.remove(formula);
        continue;
      }
      for (const ref of formula.parsed.refs) {
        if (ref.home !== tab) continue;
        Object.assign(ref, { home: null, dead: true });
        this.engine.markStale(formula);
      }
    }
    this.engine.dependents.rebuild(this.engine.formulas);
    this.metadata.removeTab(id);
    this.announce(tab, cellBox(1, 1));
  }

  /** Copies a tab; the copy is placed after the others. */
  duplicateGrid(id: number, name: string): Grid {
    const from = this.tabs.find((tab) => tab.id === id);
    if (!from) throw new Error(`There is no sheet with id ${id}.`);
    this.checkCells(from.maxRows * from.maxColumns);
    const to = this.addGrid(name) as Tab;
    copyTab(from, to);
    this.announce(to, cellBox(1, 1));
    return to;
  }

  /** Moves a tab to a position among the others, from 0. */
  moveGrid(id: number, index: number): void {
    const at = this.tabs.findIndex((tab) => tab.id === id);
    const tab = this.tabs[at];
    if (!tab) throw new Error(`There is no sheet with id ${id}.`);
    this.tabs.splice(at, 1);
    this.tabs.splice(index, 0, tab);
    this.announce(tab, cellBox(1, 1));
  }

  setCustomFunctions(functions: CustomFunctions): void {
    this.engine.setCustomFunctions(functions);
  }

  settle(): void {
    this.engine.settle();
  }

  recalculate(): void {
    this.engine.forgetCalls();
    this.engine.settle();
  }

  onChange(listener: (grid: Grid, box: Box) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  announce(tab: Grid, box: Box): void {
    for (const listener of [...this.listeners]) listener(tab, box);
  }

  checkName(name: string, tab: Grid | null): void {
    if (name === '') throw new Error('A sheet needs a name.');
    if (this.tabs.some((other) => other !== tab && other.name.toLowerCase() === name.toLowerCase())) {
      throw new Error(`A sheet with the name "${name}" already exists. Please enter another name.`);
    }
  }

  checkCells(more: number): void {
    const now = this.tabs.reduce((sum, tab) => sum + tab.maxRows * tab.maxColumns, 0);
    if (now + more <= MOST_CELLS) return;
    throw new Error(
      `This action would increase the number of cells in the workbook above the limit of ${MOST_CELLS} cells.`,
    );
  }
}
