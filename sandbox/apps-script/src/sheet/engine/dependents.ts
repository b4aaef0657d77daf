/** Index of the formulas that read each cell: by blocks of rows; long references by their columns. */

import { type Ref, type ReferencedTab, refMeets } from '../formulas/reference';
import type { Box } from '../values/types';
import type { Formula } from './formula';

const BLOCK = 32;
const TALLEST = 16;
const WIDEST = 16;

interface Index {
  /** By the number of the block. */
  rows: Map<number, Set<Formula>>;
  /** Longer references, by the number of the column. */
  columns: Map<number, Set<Formula>>;
  /** References that are long and wide. */
  others: Set<Formula>;
}

interface Stretch {
  first: number;
  last: number;
}

const blocksOf = ({ first, last }: Stretch): Stretch => ({
  first: Math.floor(first / BLOCK),
  last: Math.floor(last / BLOCK),
});

/** The sets of a stretch; those that do not exist are made. */
function madeSets(sets: Map<number, Set<Formula>>, { first, last }: Stretch): Set<Formula>[] {
  const found: Set<Formula>[] = [];
  for (let n = first; n <= last; n++) {
    const set = sets.get(n) ?? new Set();
    sets.set(n, set);
    found.push(set);
  }
  return found;
}

function setsIn(sets: Map<number, Set<Formula>>, { first, last }: Stretch): Set<Formula>[] {
  if (last - first > sets.size)
    return [...sets].flatMap(([n, set]) => (n >= first && n <= last ? [set] : []));
  const found: Set<Formula>[] = [];
  for (let n = first; n <= last; n++) {
    const set = sets.get(n);
    if (set) found.push(set);
  }
  return found;
}

export class Dependents {
  private readonly indexes = new Map<number, Index>();

  add(formula: Formula): void {
    for (const ref of formula.parsed.refs) for (const set of this.places(ref)) set.add(formula);
  }

  /** Call this before the references change. */
  remove(formula: Formula): void {
    for (const ref of formula.parsed.refs) for (const set of this.places(ref)) set.delete(formula);
  }

  rebuild(formulas: Iterable<Formula>): void {
    this.indexes.clear();
    for (const formula of formulas) this.add(formula);
  }

  /** Formulas that read any cell of the box. */
  of(home: ReferencedTab, box: Box): Set<Formula> {
    const found = new Set<Formula>();
    const index = this.indexes.get(home.id);
    if (!index) return found;
    const rows = blocksOf({ first: box.row, last: box.row + box.rows - 1 });
    const columns = { first: box.column, last: box.column + box.columns - 1 };
    for (const set of [index.others, ...setsIn(index.columns, columns), ...setsIn(index.rows, rows)]) {
      for (const formula of set) {
        if (formula.parsed.refs.some((ref) => !ref.passive && refMeets(ref, home, box))) found.add(formula);
      }
    }
    return found;
  }

  private places(ref: Ref): Set<Formula>[] {
    if (!ref.home || ref.dead || ref.passive) return [];
    let index = this.indexes.get(ref.home.id);
    if (!index) {
      index = { rows: new Map(), columns: new Map(), others: new Set() };
      this.indexes.set(ref.home.id, index);
    }
    const rows = blocksOf(ref.rows);
    if (rows.last - rows.first <= TALLEST) return madeSets(index.rows, rows);
    if (ref.columns.last - ref.columns.first <= WIDEST) return madeSets(index.columns, ref.columns);
    return [index.others];
  }
}
