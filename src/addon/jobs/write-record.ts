/**
 * What a run has done so far, read from its lines in `TT changes`: which keys are finished, what each cell held before
 * the run, and what the run last wrote there.
 */
import type { Cell } from '../../core/table';
import type { CellValue } from '../sheet/cell-value';
import type { RowValues } from '../sheet/column-snapshot';
import type { WriteRecordLine } from '../sheet/write-record';

interface Entry {
  state: WriteRecordLine['state'];
  /** How often it was to be asked again since it was last planned. */
  attempts: number;
  /** By copy: what the cells held before the run first wrote them. */
  before: Map<number, RowValues>;
  after: RowValues;
}

export class WriteRecord {
  private readonly entries = new Map<string, Entry>();
  /** Everything that the run wrote, by header: to know its values again on a row whose id was changed since. */
  private readonly written = new Map<string, Set<CellValue>>();
  /** Values among those that stood on rows outside the run before: there they are no sign of us. */
  private readonly theirs = new Map<string, Set<CellValue>>();

  constructor(lines: readonly WriteRecordLine[]) {
    for (const line of lines) this.add(line);
  }

  private add(line: WriteRecordLine): void {
    if (line.state === 'theirs') {
      keepAll(this.theirs, line.before);
      return;
    }
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
      keepAll(this.written, line.after);
    }
    entry.state = line.state;
    this.entries.set(line.id, entry);
  }

  keys(): string[] {
    return [...this.entries.keys()];
  }

  isKnown(id: string): boolean {
    return this.entries.has(id);
  }

  isDone(id: string): boolean {
    return this.entries.get(id)?.state === 'done';
  }

  attempts(id: string): number {
    return this.entries.get(id)?.attempts ?? 0;
  }

  doneCount(): number {
    return [...this.entries.values()].filter((entry) => entry.state === 'done').length;
  }

  after(id: string): RowValues {
    return this.entries.get(id)?.after ?? {};
  }

  /** What this copy's cell held before the run; a copy that came later is like the first. */
  before(id: string, copy: number, header: string): CellValue | undefined {
    const before = this.entries.get(id)?.before;
    return (before?.get(copy) ?? before?.get(0))?.[header];
  }

  /** Whether a cell under this header holds something that the run wrote, there or elsewhere. */
  isOurs(header: string, cell: Cell | undefined): boolean {
    if (isBlank(cell)) return false;
    return this.written.get(header)?.has(cell as CellValue) ?? false;
  }

  /** As `isOurs`, on a row outside the run: what stood on such rows before the run is not ours. */
  isStray(header: string, cell: Cell | undefined): boolean {
    return this.isOurs(header, cell) && !this.theirs.get(header)?.has(cell as CellValue);
  }

  /** As `isOurs` for a cell known by its text alone. */
  wroteText(header: string, text: string): boolean {
    return text !== '' && [...(this.written.get(header) ?? [])].some((value) => String(value) === text);
  }
}

function keepAll(stored: Map<string, Set<CellValue>>, values: RowValues): void {
  for (const [header, value] of Object.entries(values)) {
    if (!stored.has(header)) stored.set(header, new Set());
    stored.get(header)!.add(value);
  }
}

export const isBlank = (cell: Cell | undefined): boolean =>
  cell === '' || cell === null || cell === undefined;

/** Counts the copies of keys from top to bottom. */
export function copyCounter(): (id: string) => number {
  const seen = new Map<string, number>();
  return (id) => {
    const copy = seen.get(id) ?? 0;
    seen.set(id, copy + 1);
    return copy;
  };
}
