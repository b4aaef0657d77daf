/**
 * What a run has done so far, read from its lines in `TT changes`: which ids are finished, what each cell held before
 * the run, and what the run last wrote there.
 */
import type { Id } from '../../core/ids';
import type { Cell } from '../../core/table';
import type { Change } from '../sheet/changes';
import type { Written } from '../sheet/text';
import type { RowValues } from '../sheet/writer';

interface Entry {
  state: Change['state'];
  /** How often it was to be asked again since it was last planned. */
  attempts: number;
  /** By copy: what the cells held before the run first wrote them. */
  before: Map<number, RowValues>;
  after: RowValues;
}

export class Ledger {
  private readonly entries = new Map<string, Entry>();
  /** Whole rows that the run wrote, as text: to know its values again on a row whose id was changed since. */
  private readonly written = new Set<string>();

  constructor(
    lines: readonly Change[],
    private readonly headers: readonly string[],
  ) {
    for (const line of lines) this.add(line);
  }

  private add(line: Change): void {
    const entry = this.entries.get(line.id) ?? {
      state: 'planned' as const,
      attempts: 0,
      before: new Map<number, RowValues>(),
      after: {},
    };
    if (line.state === 'planned') entry.attempts = 0;
    else {
      if (line.state === 'again' && line.copy === 0) entry.attempts++;
      entry.before.set(line.copy, { ...line.before, ...entry.before.get(line.copy) });
      entry.after = { ...entry.after, ...line.after };
      this.written.add(this.signature(entry.after));
    }
    entry.state = line.state;
    this.entries.set(line.id, entry);
  }

  private signature(values: RowValues): string {
    return JSON.stringify(this.headers.map((header) => values[header] ?? ''));
  }

  isKnown(id: Id): boolean {
    return this.entries.has(id);
  }

  isDone(id: Id): boolean {
    return this.entries.get(id)?.state === 'done';
  }

  attempts(id: Id): number {
    return this.entries.get(id)?.attempts ?? 0;
  }

  doneCount(): number {
    return [...this.entries.values()].filter((entry) => entry.state === 'done').length;
  }

  after(id: Id): RowValues {
    return this.entries.get(id)?.after ?? {};
  }

  /** What this copy's cell held before the run; a copy that came later is like the first. */
  before(id: Id, copy: number, header: string): Written | undefined {
    const before = this.entries.get(id)?.before;
    return (before?.get(copy) ?? before?.get(0))?.[header];
  }

  /** Whether a row of owned cells is, as a whole, one that the run wrote. Rows of blanks are nobody's. */
  isOurs(cells: readonly (Cell | undefined)[]): boolean {
    if (cells.every((cell) => isBlank(cell))) return false;
    return this.written.has(JSON.stringify(cells.map((cell) => cell ?? '')));
  }
}

export const isBlank = (cell: Cell | undefined): boolean =>
  cell === '' || cell === null || cell === undefined;

/** Counts the copies of ids from top to bottom. */
export function copies(): (id: Id) => number {
  const seen = new Map<Id, number>();
  return (id) => {
    const copy = seen.get(id) ?? 0;
    seen.set(id, copy + 1);
    return copy;
  };
}
