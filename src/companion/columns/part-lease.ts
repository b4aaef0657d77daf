/**
 * The lease of a part: only one run works on a range at a time. If its instance dies, the range is free when the lease
 * ends.
 */
import { asObject, parseJson } from '../../core/json';
import type { WireError } from '../../tools/companion/wire';
import { type LeaseFields, newLease, releasedLease, UNLEASED } from '../state/lease';
import { Conflict, changeObject } from '../state/store';
import type { ColumnStore } from './column-store';
import type { Range } from './ranges';
import { type ColumnRecord, leaseName } from './record';

interface PartRecord extends LeaseFields {
  /** Ids in progress, stored from the second attempt on. If the instance dies, one of them is the suspected cause. */
  at: Range | null;
  /** `at` of the run before. */
  suspect: Range | null;
  /** Why the last run gave up; null if it was killed. */
  failure: WireError | null;
}

const NEW_PART: PartRecord = { ...UNLEASED, at: null, suspect: null, failure: null };

/** Too many runs failed: at one id, or with this error. */
export type Exhausted = { at: Range } | { failure: WireError };

/** Further runs allowed while the id that made earlier runs fail is unknown. */
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
    /** Ids at which the last run died; null if unknown. */
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
    const leasedPart: PartRecord = { ...part, ...fields, at: null, suspect, failure: null };
    try {
      await columns.state.put(name, pack(leasedPart), found?.generation ?? '0');
    } catch (error) {
      if (error instanceof Conflict) return 'taken';
      throw error;
    }
    return { lease: new PartLease(columns, name, record.id, leasedPart, leaseMs, suspect), exhausted };
  }

  /** Returns false if the column was cancelled or another run has the lease: then the work must stop. */
  async renew(): Promise<boolean> {
    const column = await this.columns.find(this.columnId);
    if (column?.record.state !== 'running') return false;
    return this.change((part) => ({ ...part, leaseUntil: this.columns.now() + this.leaseMs }));
  }

  /** Stores the ids that the run starts with. */
  note(at: Range): Promise<boolean> {
    return this.change((part) => ({ ...part, at }));
  }

  /** Returns the part to the queue. This run does not count as an attempt. */
  async release(): Promise<void> {
    await this.change((part) => ({ ...part, ...releasedLease(part) }));
  }

  /** Gives up, so that another run tries later. A run that stored answers does not count as an attempt. */
  async giveUp(failure: WireError, progressed: boolean): Promise<void> {
    const attempts = progressed ? { attempts: 0 } : {};
    await this.change((part) => ({ ...part, lease: '', leaseUntil: 0, ...attempts, failure }));
  }

  /**
   * This run was slow, and another run has the lease now. It did not fail: it does not count as an attempt, and no id
   * is suspected because of it.
   */
  async absolve(): Promise<void> {
    await changeObject(this.columns.state, this.name, (bytes) => {
      const part = bytes && unpack(bytes);
      if (!part || part.lease === this.part.lease) return null;
      return pack({ ...part, attempts: Math.max(0, part.attempts - 1), suspect: null });
    });
  }

  /** Deletes the lease: the part is finished. */
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
