/** Jobs for their callers: start, read and cancel. All instances share their state. */
import { TtError } from '../../core/errors';
import { type JobAnswer, packError, type ToolRequest } from '../../tools/companion/wire';
import { ANSWER_GENERATION } from '../../tools/declaration/answer-generation';
import { type Keys, keyedHash } from '../auth/keys';
import { seal } from '../auth/seal';
import type { Limits } from '../limits/limits';
import { Conflict, type SharedStore } from '../state/store';
import { cancelledError, type TaskRunner } from '../work/runner';
import { JobStore } from './job-store';
import type { Queue, RunTask } from './queue';
import { type CompanionJob, isOver, newRecord } from './record';
import { createRunTask, type JobTask } from './run-job';

export interface JobsOptions {
  store: SharedStore;
  runner: TaskRunner;
  keys: Keys;
  limits: Limits;
  /** Throws BUSY if a person starts too many jobs. */
  countNew: (person: string, job: string) => Promise<void>;
  now: () => number;
  /** Milliseconds between two reports of a run. */
  reportMs?: number;
}

/** A job's status, and the bytes of its answer: they are already JSON and are not parsed again. */
export interface JobReply {
  job: Omit<JobAnswer, 'answer'>;
  answer: Uint8Array | null;
}

export interface JobRequest {
  person: string;
  byGrant: boolean;
  tool: string;
  question: ToolRequest;
  token: string;
}

export interface Jobs {
  /** The same question of the same person gives the same job until it is over. */
  begin(request: JobRequest): Promise<JobReply>;
  find(person: string, id: string): Promise<JobReply>;
  cancel(person: string, id: string): Promise<JobReply>;
  /** Called by the queue. */
  run: RunTask<JobTask>;
}

/** Part of a job's id: answers of an earlier generation are not found. */
export const GENERATION = String(ANSWER_GENERATION);
const REPORT_MS = 2000;
/** How long after the job's start its sealed token can be decrypted. */
export const SEALED_SECONDS = 6 * 3600;

export function createJobs(
  { store, runner, keys, limits, countNew, now, reportMs = REPORT_MS }: JobsOptions,
  queueOf: (run: RunTask<JobTask>) => Queue<JobTask>,
): { jobs: Jobs; queue: Queue } {
  const jobs = new JobStore(store, now);
  const run = createRunTask({ jobs, runner, keys, limits, reportMs });
  const queue = queueOf(run);
  return {
    queue,
    jobs: {
      run,
      async begin(request) {
        const { person, byGrant, tool, question } = request;
        const json = canonicalJson(question);
        const id = keyedHash(keys, 'job', GENERATION, person, byGrant ? 'grant' : 'person', tool, json);
        const found = await jobs.find(id);
        if (found && !isOver(found.record, now())) {
          const { state, failureReported } = found.record;
          if (state === 'failed' && !failureReported)
            await jobs.change(id, () => ({ failureReported: true }));
          return replyOf(jobs, found.record);
        }
        await countNew(person, id);
        const record = newRecord({ id, person, tool, byGrant, created: now() });
        try {
          await jobs.putQuestion(record, json);
          const generation = await jobs.put(record, found?.generation ?? '0');
          await enqueue(record, generation, request.token);
          return replyOf(jobs, record);
        } catch (error) {
          // Two equal requests came at the same time: the other one has started the job.
          if (error instanceof Conflict) return replyOf(jobs, await ownRecord(jobs, person, id));
          throw error;
        }
      },
      find: async (person, id) => replyOf(jobs, await ownRecord(jobs, person, id)),
      async cancel(person, id) {
        await ownRecord(jobs, person, id);
        await jobs.finish(id, null, { state: 'cancelled', words: cancelledError().message });
        return replyOf(jobs, await ownRecord(jobs, person, id));
      },
    },
  };

  /** If the queue cannot take the job, the job fails, and its caller gets the error. */
  async function enqueue({ id }: CompanionJob, generation: string, token: string): Promise<void> {
    const expires = Math.floor(now() / 1000) + SEALED_SECONDS;
    try {
      await queue.enqueue({
        kind: 'jobs',
        id,
        name: `${id}-${generation}`,
        body: { sealed: seal(keys, id, token, expires) },
      });
    } catch {
      const error = new TtError('DOWN', 'the companion cannot begin jobs now. Try again later', {
        retryAfter: 30,
      });
      await jobs.finish(id, null, { state: 'failed', error: packError(error), failureReported: true });
      throw error;
    }
  }
}

async function ownRecord(jobs: JobStore, person: string, id: string): Promise<CompanionJob> {
  const found = /^[0-9a-f]{32}$/.test(id) ? await jobs.find(id) : null;
  if (found && found.record.person === person) return found.record;
  throw new TtError('NONE', 'there is no such job of yours. It may have been forgotten: run it again');
}

async function replyOf(jobs: JobStore, record: CompanionJob): Promise<JobReply> {
  const { id, state, done, total, words, error } = record;
  const job = { id, state, done, total, words };
  if (state === 'failed' && error) return { job: { ...job, error }, answer: null };
  if (state !== 'done') return { job, answer: null };
  const answer = await jobs.answer(record);
  if (answer) return { job, answer };
  const forgotten = packError(new TtError('PENDING', 'the answer was forgotten. Run it again'));
  return { job: { ...job, state: 'failed', error: forgotten }, answer: null };
}

/** The question as text that does not depend on the order of its arguments. */
export function canonicalJson({ server, datastack, ids, args }: ToolRequest): string {
  const sortedArgs = Object.fromEntries(
    Object.entries(args).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  );
  return JSON.stringify({ server, datastack, ...(ids ? { ids } : {}), args: sortedArgs });
}
