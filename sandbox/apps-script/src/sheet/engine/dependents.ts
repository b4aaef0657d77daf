/** Index of the formulas that read each cell: by blocks of rows, with long references apart. */

import { type Ref, type ReferencedTab, refMeets } from '../formulas/reference';
import type { Box } from '../values/types';
import type { Formula } from './formula';

const BLOCK = 32;
const TALLEST = 16;

interface Index {
  blocks: Map<number, Set<Formula>>;
  tall: Set<Formula>;
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
    const look = (set: Iterable<Formula>): void => {
      for (const formula of set) {
        if (formula.parsed.refs.some((ref) => !ref.passive && refMeets(ref, home, box))) found.add(formula);
      }
    };
    look(index.tall);
    const first = Math.floor(box.row / BLOCK);
    const last = Math.floor((box.row + box.rows - 1) / BLOCK);
    if (last - first > index.blocks.size) for (const set of index.blocks.values()) look(set);
    else for (let block = first; block <= last; block++) look(index.blocks.get(block) ?? []);
    return found;
  }

  private places(ref: Ref): Set<Formula>[] {
    if (!ref.home || ref.dead || ref.passive) return [];
    let index = this.indexes.get(ref.home.id);
    if (!index) {
      index = { blocks: new Map(), tall: new Set() };
      this.indexes.set(ref.home.id, index);
    }
    const first = Math.floor(ref.rows.first / BLOCK);
    const last = Math.floor(ref.rows.last / BLOCK);
    if (last - first > TALLEST) return [index.tall];
    const sets: Set<Formula>[] = [];
    for (let block = first; block <= last; block++) {
      let set = index.blocks.get(block);
      if (!set) {
        set = new Set();
        index.blocks.set(block, set);
      }
      sets.push(set);
    }
    return sets;
  }
}
