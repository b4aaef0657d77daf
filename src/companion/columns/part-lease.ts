/** The lease of a part: one run at a time works on a range; a run whose instance died is free when its lease has ended. */
import { asObject, parseJson } from '../../core/json';
import type { WireError } from '../../tools/companion/wire';
import { type LeaseFields, newLease, releasedLease, UNLEASED } from '../state/lease';
import { Conflict, changeObject } from '../state/store';
import type { ColumnStore } from './column-store';
import type { Range } from './ranges';
import { type ColumnRecord, leaseName } from './record';

interface PartRecord extends LeaseFields {
  /** Ids under work, known from the second attempt on: where the instance died with them, they are to blame. */
  at: Range | null;
  /** The same of the run before. */
  suspect: Range | null;
  /** Why the last run gave up; null where it was killed. */
  failure: WireError | null;
}

const NEW_PART: PartRecord = { ...UNLEASED, at: null, suspect: null, failure: null };

/** Too many runs broke off: the one id that they were at, or why they gave up. */
export type Exhausted = { at: Range } | { failure: WireError };

/** Runs that may follow where it is not known yet with which id the earlier ones broke off. */
const ATTEMPTS_LEFT = 2;

function exhaustion({ at, suspect, failure }: PartRecord): Exhausted | null {
  if (failure) return { failure };
  return at && at.to - at.from === 1 && suspect?.from === at.from ? { at } : null;
}

export class PartLease {
  private constructor(
    private readonly columns: ColumnStore,
    private readonly name: string,
    private readonly columnId: string,
    private part: PartRecord,
    private readonly leaseMs: number,
    /** Ids with which the last run broke off. */
    readonly suspect: Range | null,
  ) {}

  get attempts(): number {
    return this.part.attempts;
  }

  static async take(
    columns: ColumnStore,
    record: ColumnRecord,
    range: Range,
    leaseMs: number,
  ): Promise<{ lease: PartLease; exhausted: Exhausted | null } | 'taken'> {
    const name = leaseName(record, range);
    const found = await columns.state.get(name);
    const part = found ? unpack(found.bytes) : NEW_PART;
    let fields = newLease(part, columns.now(), leaseMs);
    if (fields === 'taken') return 'taken';
    let exhausted: Exhausted | null = null;
    if (fields === 'exhausted') {
      exhausted = exhaustion(part);
      const attempts = exhausted || !part.at ? 0 : part.attempts - ATTEMPTS_LEFT;
      fields = newLease({ ...UNLEASED, attempts }, columns.now(), leaseMs);
    }
    if (typeof fields === 'string') throw new Error('a part with attempts left cannot be taken');
    const suspect = exhausted ? null : part.at;
    const taken: PartRecord = { ...part, ...fields, at: null, suspect, failure: null };
    try {
      await columns.state.put(name, pack(taken), found?.generation ?? '0');
    } catch (error) {
      if (error instanceof Conflict) return 'taken';
      throw error;
    }
    return { lease: new PartLease(columns, name, record.id, taken, leaseMs, suspect), exhausted };
  }

  /** False where the column was cancelled or another run holds the part: the work is no longer wanted. */
  async renew(): Promise<boolean> {
    const column = await this.columns.find(this.columnId);
    if (column?.record.state !== 'running') return false;
    return this.change((part) => ({ ...part, leaseUntil: this.columns.now() + this.leaseMs }));
  }

  /** Notes which ids the run begins with. */
  note(at: Range): Promise<boolean> {
    return this.change((part) => ({ ...part, at }));
  }

  /** Gives the part back to the queue; the run does not count as an attempt. */
  async release(): Promise<void> {
    await this.change((part) => ({ ...part, ...releasedLease(part) }));
  }

  /** Gives up, so that another run tries later. A run that stored answers does not count as an attempt. */
  async giveUp(failure: WireError, progressed: boolean): Promise<void> {
    const attempts = progressed ? { attempts: 0 } : {};
    await this.change((part) => ({ ...part, lease: '', leaseUntil: 0, ...attempts, failure }));
  }

  /**
   * The run was slow, and another has its lease now: it did not break off, and neither counts as an attempt nor is an id to
   * blame for it.
   */
  async absolve(): Promise<void> {
    await changeObject(this.columns.state, this.name, (bytes) => {
      const part = bytes && unpack(bytes);
      if (!part || part.lease === this.part.lease) return null;
      return pack({ ...part, attempts: Math.max(0, part.attempts - 1), suspect: null });
    });
  }

  /** Nothing is left to do in the part. */
  async end(): Promise<void> {
    await this.columns.state.delete(this.name);
  }

  private async change(alter: (part: PartRecord) => PartRecord): Promise<boolean> {
    let held = false;
    await changeObject(this.columns.state, this.name, (bytes) => {
      const part = bytes && unpack(bytes);
      held = part?.lease === this.part.lease;
      if (!held) return null;
      this.part = alter(part!);
      return pack(this.part);
    });
    return held;
  }
}

const pack = (part: PartRecord): Uint8Array => Buffer.from(JSON.stringify(part));

function unpack(bytes: Uint8Array): PartRecord {
  return { ...NEW_PART, ...(asObject(parseJson(Buffer.from(bytes).toString('utf8'))) as object) };
}
