/**
 * Stores the records, questions and answers of jobs in the shared state. Writes a record only over the generation that
 * was read.
 */
import { TtError } from '../../core/errors';
import { parseJson } from '../../core/json';
import type { ToolRequest } from '../../tools/companion/wire';
import { changeObject, type SharedStore } from '../state/store';
import {
  answerName,
  type CompanionJob,
  hasEnded,
  packRecord,
  questionName,
  recordName,
  unpackRecord,
} from './record';

export class JobStore {
  constructor(
    private readonly state: SharedStore,
    readonly now: () => number,
  ) {}

  async find(id: string): Promise<{ record: CompanionJob; generation: string } | null> {
    const found = await this.state.get(recordName(id));
    return found && { record: unpackRecord(found.bytes), generation: found.generation };
  }

  /** Returns the new generation. Throws `Conflict` if the record's generation is not `ifGeneration`. */
  async put(record: CompanionJob, ifGeneration: string): Promise<string> {
    return this.state.put(recordName(record.id), packRecord(record), ifGeneration);
  }

  /** `alter` returns null to leave the record unchanged. */
  async change(id: string, alter: (record: CompanionJob) => Partial<CompanionJob> | null): Promise<void> {
    await changeObject(this.state, recordName(id), (bytes) => {
      const record = bytes && unpackRecord(bytes);
      const next = record && alter(record);
      return next ? packRecord({ ...record, ...next }) : null;
    });
  }

  /** Ends the job and deletes its question, if `lease` still has the job; null ends it for any lease. */
  async finish(id: string, lease: string | null, end: Partial<CompanionJob>): Promise<void> {
    let endedJob: CompanionJob | null = null;
    await this.change(id, (record) => {
      endedJob = hasEnded(record) || (lease !== null && record.lease !== lease) ? null : record;
      return endedJob && { ...end, ended: this.now(), lease: '', leaseUntil: 0 };
    });
    if (endedJob) await this.state.delete(questionName(endedJob));
  }

  async putQuestion(record: CompanionJob, json: string): Promise<void> {
    await this.state.put(questionName(record), Buffer.from(json));
  }

  async question(record: CompanionJob): Promise<ToolRequest> {
    const found = await this.state.get(questionName(record));
    if (!found) throw new TtError('FAULT', 'the job’s question was forgotten. Run it again');
    return parseJson(Buffer.from(found.bytes).toString('utf8')) as unknown as ToolRequest;
  }

  async putAnswer(record: CompanionJob, bytes: Uint8Array): Promise<void> {
    await this.state.put(answerName(record), bytes);
  }

  /** Null if it was deleted: a bucket keeps answers for a day. */
  async answer(record: CompanionJob): Promise<Uint8Array | null> {
    return (await this.state.get(answerName(record)))?.bytes ?? null;
  }
}
