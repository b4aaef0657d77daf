/**
 * Jobs: long work whose state all instances share. A run holds a lease and renews it while it reports its progress; a
 * task delivered twice finds the lease taken, and one whose instance died finds it free again.
 */
import { randomBytes } from 'node:crypto';
import { asTtError, TtError } from '../../core/errors';
import { parseJson } from '../../core/json';
import { type JobAnswer, packError, type Question } from '../../tools/wire';
import { type Keys, keyedHash } from '../auth/keys';
import { seal, unseal } from '../auth/seal';
import type { Limits } from '../limits/limits';
import { perMinute } from '../limits/per-minute';
import { Conflict, changeObject, type StateStore } from '../state/store';
import { cancelled, NoRoom, type Runner } from '../work/pool';
import type { Queue, RunTask } from './queue';
import {
  answerName,
  hasEnded,
  isOver,
  type JobRecord,
  packRecord,
  questionName,
  recordName,
  unpackRecord,
} from './record';

export interface JobsOptions {
  store: StateStore;
  runner: Runner;
  keys: Keys;
  limits: Limits;
  now: () => number;
  /** Between two reports of a run, milliseconds. */
  beatMs?: number;
}

/** A job as it is told, and the answer's own bytes: they are JSON already, and are not read again. */
export interface Told {
  job: Omit<JobAnswer, 'answer'>;
  answer: Uint8Array | null;
}

export interface Jobs {
  /** The same question of the same person is the same job, until it is over. */
  begin(asked: {
    person: string;
    byGrant: boolean;
    tool: string;
    question: Question;
    token: string;
  }): Promise<Told>;
  find(person: string, id: string): Promise<Told>;
  cancel(person: string, id: string): Promise<Told>;
  /** What the queue calls. */
  run: RunTask;
}

const BEAT_MS = 2000;
/** A sealed token opens for so long after the job was asked for. */
const SEALED_SECONDS = 6 * 3600;
const MOST_ATTEMPTS = 5;

export function makeJobs(
  options: JobsOptions,
  queueOf: (run: RunTask) => Queue,
): { jobs: Jobs; queue: Queue } {
  const { store, runner, keys, limits, now, beatMs = BEAT_MS } = options;
  const leaseMs = beatMs * 10;
  const begun = perMinute(limits.jobsPerPerson, now);

  async function read(id: string): Promise<{ record: JobRecord; generation: string } | null> {
    const found = await store.get(recordName(id));
    return found && { record: unpackRecord(found.bytes), generation: found.generation };
  }

  async function own(person: string, id: string): Promise<JobRecord> {
    const found = /^[0-9a-f]{32}$/.test(id) ? await read(id) : null;
    if (found && found.record.person === person) return found.record;
    throw new TtError('NONE', 'there is no such job of yours. It may have been forgotten: run it again');
  }

  async function show(record: JobRecord): Promise<Told> {
    const { id, state, done, total, words, error } = record;
    const job = { id, state, done, total, words };
    if (state === 'failed' && error) return { job: { ...job, error }, answer: null };
    if (state !== 'done') return { job, answer: null };
    const found = await store.get(answerName(record));
    if (found) return { job, answer: found.bytes };
    const forgotten = packError(new TtError('PENDING', 'the answer was forgotten. Run it again'));
    return { job: { ...job, state: 'failed', error: forgotten }, answer: null };
  }

  const change = (id: string, alter: (record: JobRecord) => Partial<JobRecord> | null): Promise<void> =>
    changeObject(store, recordName(id), (bytes) => {
      const record = bytes && unpackRecord(bytes);
      const next = record && alter(record);
      return next ? packRecord({ ...record, ...next }) : null;
    });

  /** Takes the job for this run; null where it is over, 'taken' where another run has it. */
  async function take(id: string, lease: string): Promise<JobRecord | 'over' | 'taken'> {
    const found = await read(id);
    if (!found || hasEnded(found.record)) return 'over';
    const { record, generation } = found;
    if (record.lease !== '' && record.leaseUntil > now()) return 'taken';
    const mine: JobRecord = {
      ...record,
      state: 'running',
      lease,
      leaseUntil: now() + leaseMs,
      attempts: record.attempts + 1,
    };
    if (mine.attempts > MOST_ATTEMPTS) {
      await finish(id, null, {
        state: 'failed',
        error: packError(new TtError('FAULT', 'the job broke off several times')),
      });
      return 'over';
    }
    try {
      await store.put(recordName(id), packRecord(mine), generation);
      return mine;
    } catch (error) {
      if (error instanceof Conflict) return 'taken';
      throw error;
    }
  }

  /** Ends the job, if this lease still has it (`null`: whoever has it), and forgets its question. */
  async function finish(id: string, lease: string | null, end: Partial<JobRecord>): Promise<void> {
    let mine: JobRecord | null = null;
    await change(id, (record) => {
      mine = hasEnded(record) || (lease !== null && record.lease !== lease) ? null : record;
      return mine && { ...end, ended: now(), lease: '', leaseUntil: 0 };
    });
    if (mine) await store.delete(questionName(mine));
  }

  const run: RunTask = async (id, sealed) => {
    const lease = randomBytes(8).toString('hex');
    const record = await take(id, lease);
    if (record === 'over') return true;
    if (record === 'taken') return false;
    const stop = new AbortController();
    let latest = { done: 0, total: 0, words: '' };
    let beating: Promise<void> = Promise.resolve();
    const report = async (): Promise<void> => {
      let mine = false;
      try {
        await change(id, (there) => {
          mine = there.lease === lease && !hasEnded(there);
          return mine ? { ...latest, leaseUntil: now() + leaseMs } : null;
        });
      } catch {
        // A report that was lost is made good by the next; the lease outlasts ten of them.
        return;
      }
      if (!mine) stop.abort();
    };
    const beat = setInterval(() => {
      beating = beating.then(report);
    }, beatMs);
    try {
      const token = unseal(keys, id, sealed, now());
      const question = await store.get(questionName(record));
      if (!question) throw new TtError('FAULT', 'the job’s question was forgotten. Run it again');
      const bytes = await runner.run(
        {
          tool: record.tool,
          question: parseJson(Buffer.from(question.bytes).toString('utf8')) as unknown as Question,
          token,
          mayWrite: !record.byGrant,
          limitMs: limits.jobSeconds * 1000,
        },
        {
          signal: stop.signal,
          long: true,
          progress: (progress) => {
            latest = { done: progress.done, total: progress.total, words: progress.words };
          },
        },
      );
      await ended(beat, beating);
      await store.put(answerName(record), bytes);
      await finish(id, lease, { state: 'done' });
      return true;
    } catch (thrown) {
      await ended(beat, beating);
      if (stop.signal.aborted) return true;
      if (thrown instanceof NoRoom) {
        // Given back, without counting as an attempt.
        await change(id, (there) =>
          there.lease === lease
            ? { lease: '', leaseUntil: 0, state: 'queued', attempts: there.attempts - 1 }
            : null,
        );
        return false;
      }
      await finish(id, lease, { state: 'failed', error: packError(asTtError(thrown)) });
      return true;
    } finally {
      clearInterval(beat);
    }
  };

  const queue = queueOf(run);

  const jobs: Jobs = {
    run,
    async begin({ person, byGrant, tool, question, token }) {
      const asked = canonical(question);
      const id = keyedHash(keys, 'job', person, byGrant ? 'grant' : 'person', tool, asked);
      const found = await read(id);
      if (found && !isOver(found.record, now())) {
        if (found.record.state === 'failed' && !found.record.told) await change(id, () => ({ told: true }));
        return show(found.record);
      }
      begun(person);
      const record: JobRecord = {
        id,
        person,
        tool,
        state: 'queued',
        done: 0,
        total: 0,
        words: '',
        byGrant,
        created: now(),
        ended: 0,
        lease: '',
        leaseUntil: 0,
        attempts: 0,
        error: null,
        told: false,
      };
      await store.put(questionName(record), Buffer.from(asked));
      try {
        const generation = await store.put(recordName(id), packRecord(record), found?.generation ?? '0');
        const until = Math.floor(now() / 1000) + SEALED_SECONDS;
        try {
          await queue.enqueue(id, generation, seal(keys, id, token, until));
        } catch {
          const error = new TtError('DOWN', 'the companion cannot begin jobs now. Try again later', {
            retryAfter: 30,
          });
          await finish(id, null, { state: 'failed', error: packError(error), told: true });
          throw error;
        }
      } catch (error) {
        // The same question came twice at once: the other one has begun the job.
        if (!(error instanceof Conflict)) throw error;
        return show(await own(person, id));
      }
      return show(record);
    },
    find: async (person, id) => show(await own(person, id)),
    async cancel(person, id) {
      await own(person, id);
      await finish(id, null, { state: 'cancelled', words: cancelled().message });
      return show(await own(person, id));
    },
  };
  return { jobs, queue };
}

/** No report of a run comes after its end. */
async function ended(beat: NodeJS.Timeout, beating: Promise<void>): Promise<void> {
  clearInterval(beat);
  await beating;
}

/** The question as text that is the same for the same question, whatever the order of its arguments. */
function canonical({ server, datastack, ids, args }: Question): string {
  const sorted = Object.fromEntries(Object.entries(args).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  return JSON.stringify({ server, datastack, ...(ids ? { ids } : {}), args: sorted });
}
