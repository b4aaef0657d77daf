/** Recalculation: finds the stale formulas and their order, and stops endless ones. */

import { implicitIntersection } from '../formulas/broadcast';
import { isBuiltin } from '../formulas/builtins/index';
import { evaluate } from '../formulas/evaluate';
import type { CustomFunctions } from '../model/types';
import type { WorkbookSettings } from '../options';
import { unionBox } from '../values/boxes';
import { firstCell } from '../values/coerce';
import { findLocale, underLocale } from '../values/locale';
import type { Box } from '../values/types';
import { type Arg, circular, LOADING, Matrix, sameResult } from '../values/values';
import { CustomRunner } from './custom-runner';
import { Dependents } from './dependents';
import { Evaluation } from './evaluation';
import { evaluationOrder } from './evaluation-order';
import type { Formula, FormulaTab } from './formula';
import { RangeReads } from './range-reads';
import { clearSpill, isBlockedIn, placeResult, type SpillHost } from './spill';

/**
 * Arrays that overwrite each other's arguments never settle: after this many evaluations in one settle, a formula
 * counts as circular.
 */
const MAX_EVALUATIONS = 50;

export class Engine implements SpillHost {
  readonly formulas = new Set<Formula>();
  readonly dependents = new Dependents();
  readonly callers: CustomRunner;
  private readonly stale = new Set<Formula>();
  private readonly unplaced = new Set<Formula>();
  private readonly blocked = new Set<Formula>();
  private readonly volatile = new Set<Formula>();
  private readonly shown = new Map<FormulaTab, Box>();
  private readonly ranges = new RangeReads();
  private settling = false;

  constructor(
    readonly settings: WorkbookSettings,
    private readonly tabs: () => readonly FormulaTab[],
    private readonly announce: (tab: FormulaTab, box: Box) => void,
  ) {
    this.callers = new CustomRunner(settings, (formula) => this.finished(formula));
  }

  get arraysAddRows(): boolean {
    return this.settings.arraysAddRows;
  }

  add(formula: Formula): void {
    this.bind(formula);
    this.formulas.add(formula);
    this.dependents.add(formula);
    this.stale.add(formula);
  }

  /** Connects each reference to the tab that it names. */
  bind(formula: Formula): void {
    for (const ref of formula.parsed.refs) {
      if (ref.home || ref.dead) continue;
      const name = ref.tabName?.toLowerCase();
      ref.home =
        name === undefined
          ? formula.tab
          : (this.tabs().find((tab) => tab.name.toLowerCase() === name) ?? null);
    }
  }

  remove(formula: Formula): void {
    formula.alive = false;
    clearSpill(formula, this);
    this.dependents.remove(formula);
    const sets = [this.formulas, this.stale, this.unplaced, this.blocked, this.volatile];
    for (const set of sets) set.delete(formula);
  }

  touch(formula: Formula, box: Box): void {
    const { tab } = formula;
    this.shown.set(tab, unionBox(this.shown.get(tab) ?? null, box));
    this.changed(tab, box);
  }

  evict(formula: Formula): void {
    this.unplaced.add(formula);
  }

  /**
   * Values in the box changed: marks the formulas that read them as stale, and retries arrays that these cells blocked.
   */
  changed(tab: FormulaTab, box: Box): void {
    this.ranges.forget(tab, box);
    for (const formula of this.dependents.of(tab, box)) this.stale.add(formula);
    for (const formula of this.blocked) {
      if (formula.tab === tab && isBlockedIn(formula, box)) this.unplaced.add(formula);
    }
  }

  markStale(formula: Formula): void {
    this.stale.add(formula);
  }

  markUnplaced(formula: Formula): void {
    this.unplaced.add(formula);
  }

  setCustomFunctions(functions: CustomFunctions): void {
    this.callers.use(functions);
    for (const formula of this.formulas) {
      if (![...formula.parsed.calls].every(isBuiltin)) this.stale.add(formula);
    }
  }

  /** Makes every custom function run again. */
  forgetCalls(): void {
    for (const formula of this.formulas) {
      if ([...formula.parsed.calls].every(isBuiltin) && !formula.volatile) continue;
      formula.calls = [];
      this.stale.add(formula);
    }
  }

  /** Runs a task under the file's locale. */
  local<T>(task: () => T): T {
    return underLocale(findLocale(this.settings.locale), task);
  }

  settle(): void {
    if (!this.settling) this.local(() => this.computeStale());
  }

  private computeStale(): void {
    this.settling = true;
    try {
      if (this.stale.size + this.unplaced.size > 0) {
        for (const formula of this.volatile) this.stale.add(formula);
      }
      const evaluations = new Map<Formula, number>();
      this.callers.startSharing();
      this.ranges.start();
      while (this.stale.size + this.unplaced.size > 0) this.round(evaluations);
    } finally {
      this.settling = false;
      this.callers.stopSharing();
      this.ranges.stop();
    }
    const shownBoxes = [...this.shown];
    this.shown.clear();
    for (const [tab, box] of shownBoxes) this.announce(tab, box);
  }

  private round(evaluations: Map<Formula, number>): void {
    const priority = new Map<Formula, number>();
    for (const formula of [...this.stale, ...this.unplaced])
      priority.set(formula, readsEmpty(formula) ? 1 : 0);
    const seeds = [...priority.keys()].sort(
      (a, b) => priority.get(a)! - priority.get(b)! || inReadingOrder(a, b),
    );
    const { order, circular: circularFormulas } = evaluationOrder(seeds, (formula) => [
      ...this.dependents.of(formula.tab, formula.place),
    ]);
    for (const formula of order) {
      if (circularFormulas.has(formula)) {
        this.stale.delete(formula);
        this.setResult(formula, circular());
      } else if (this.stale.delete(formula)) {
        const count = (evaluations.get(formula) ?? 0) + 1;
        evaluations.set(formula, count);
        if (count <= MAX_EVALUATIONS) this.setResult(formula, this.compute(formula));
        else if (count === MAX_EVALUATIONS + 1) this.setResult(formula, circular());
      }
      if (this.unplaced.delete(formula)) this.placeOrBlock(formula);
    }
  }

  private compute(formula: Formula): Arg {
    const evaluation = new Evaluation(formula, this.callers, this.settings, this.ranges);
    const { tree } = formula.parsed;
    const result =
      tree.kind === 'ref' ? implicitIntersection(tree, evaluation, evaluate) : evaluate(tree, evaluation);
    formula.calls = evaluation.calls;
    if (formula.volatile !== evaluation.volatile) this.ranges.forget(formula.tab, formula.place);
    formula.volatile = evaluation.volatile;
    if (evaluation.volatile) this.volatile.add(formula);
    else this.volatile.delete(formula);
    if (evaluation.loading) return LOADING;
    return result instanceof Matrix && result.rows * result.columns <= 1 ? firstCell(result) : result;
  }

  /** The address in a HYPERLINK formula, or null for any other formula. */
  linkOf(formula: Formula): string | null {
    const { tree } = formula.parsed;
    const [address] = tree.kind === 'call' && tree.name === 'HYPERLINK' ? tree.args : [];
    if (!address) return null;
    const evaluation = new Evaluation(formula, this.callers, this.settings, this.ranges);
    const link = this.local(() => firstCell(evaluate(address, evaluation)));
    return typeof link === 'string' && link !== '' ? link : null;
  }

  private setResult(formula: Formula, result: Arg): void {
    const isUnchanged =
      sameResult(formula.result, result) || (formula.result === LOADING && result === LOADING);
    formula.result = result;
    if (!isUnchanged || formula.blocked || !formula.spill) this.placeOrBlock(formula);
  }

  private placeOrBlock(formula: Formula): void {
    this.unplaced.delete(formula);
    placeResult(formula, this);
    if (formula.blocked) this.blocked.add(formula);
    else this.blocked.delete(formula);
  }

  /** Called when a custom function returns later. */
  private finished(formula: Formula): void {
    if (!formula.alive) return;
    this.stale.add(formula);
    this.settle();
  }
}

/** A formula that reads an empty cell is computed last, because an array result may still fill that cell. */
function readsEmpty(formula: Formula): boolean {
  return formula.parsed.refs.some((ref) => {
    if (ref.passive || ref.dead || !ref.home) return false;
    const cell = (ref.home as FormulaTab).cells.at(ref.rows.first, ref.columns.first);
    return !cell || (cell.value === null && !cell.formula);
  });
}

function inReadingOrder(a: Formula, b: Formula): number {
  return a.tab.id - b.tab.id || a.row - b.row || a.column - b.column;
}
