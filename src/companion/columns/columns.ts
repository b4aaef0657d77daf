/** Columns for their callers: start, watch, read, cancel and resume. All instances share their state. */
import { createHash } from 'node:crypto';
import { TtError } from '../../core/errors';
import type { ColumnStatus, ToolRequest, WireRow } from '../../tools/companion/wire';
import { type Keys, keyedHash } from '../auth/keys';
import { seal } from '../auth/seal';
import { canonicalJson, GENERATION, SEALED_SECONDS } from '../jobs/jobs';
import type { Queue, RunTask } from '../jobs/queue';
import type { Limits } from '../limits/limits';
import { Conflict, type SharedStore } from '../state/store';
import type { TaskRunner } from '../work/runner';
import { ColumnStore } from './column-store';
import { holes, lengthOf, type Range, union } from './ranges';
import type { AnswersOfRange, ColumnRecord } from './record';
import { createRunPart, LEASE_REPORTS, type PartTask } from './run-part';

export interface ColumnsOptions {
  store: SharedStore;
  runner: TaskRunner;
  keys: Keys;
  limits: Limits;
  now: () => number;
  countNew: (person: string, job: string) => Promise<void>;
  /** Milliseconds between two reports of a run. */
  reportMs?: number;
  sleep?: (ms: number) => Promise<void>;
}

export interface ColumnRequest {
  person: string;
  byGrant: boolean;
  tool: string;
  question: ToolRequest & { ids: string[] };
  token: string;
}

export interface ColumnRows extends ColumnStatus {
  /** Positions of the ids whose rows follow, in order. */
  ranges: [number, number][];
  rows: WireRow[];
}

export interface Columns {
  /**
   * The same question of the same person gives the same column. A column that was cancelled, failed or stalled
   * continues.
   */
  begin(request: ColumnRequest): Promise<ColumnStatus>;
  find(person: string, id: string, token: string): Promise<ColumnStatus>;
  /** Answers outside the ranges `read`, up to about `most` rows. */
  rows(person: string, id: string, token: string, read: readonly Range[], most: number): Promise<ColumnRows>;
  cancel(person: string, id: string): Promise<ColumnStatus>;
  /** Continues a column that was cancelled, failed or stalled. */
  resume(person: string, id: string, token: string): Promise<ColumnStatus>;
  /** Called by the queue. */
  run: RunTask<PartTask>;
}

/** After this time the same question starts a new column; much sooner if rows failed. */
const KEEP_MS = 24 * 3_600_000;
const KEEP_DONE_MS = 3_600_000;
const KEEP_FAILED_MS = 60_000;
/** A column without a new answer for this long has lost its tasks, or their token has expired. */
const STALLED_MS = 30 * 60_000;
/** How often a larger count of answers is stored. */
const NOTE_MS = 60_000;
const MOST_PAGE_BYTES = 8e6;

export function createColumns(
  options: ColumnsOptions,
  queueOf: (run: RunTask<PartTask>) => Queue<PartTask>,
): { columns: Columns; queue: Queue<PartTask> } {
  const { store, runner, keys, limits, now, countNew } = options;
  const columns = new ColumnStore(store, now);
  const sleep = options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  const run = createRunPart({
    columns,
    runner,
    keys,
    limits,
    reportMs: options.reportMs ?? (limits.leaseSeconds * 1000) / LEASE_REPORTS,
    sleep,
    enqueue: (record, task) =>
      queue.enqueue({
        kind: 'columns',
        id: record.id,
        name: `${record.id}-${record.created.toString(36)}-${task.from}-${task.to}-${task.wave}`,
        body: task,
      }),
  });
  const queue = queueOf(run);

  /**
   * Puts the ranges without answers into the queue, with the caller's token. If the queue does not take all of them,
   * the next caller repeats this; an id that is queued twice is answered once.
   */
  async function handOut(record: ColumnRecord, open: readonly Range[], token: string): Promise<void> {
    const sealedToken = seal(keys, record.id, token, Math.floor(now() / 1000) + SEALED_SECONDS);
    const { id, created, wave } = record;
    try {
      for (const { from, to } of open) {
        await queue.enqueue({
          kind: 'columns',
          id,
          name: `${id}-${created.toString(36)}-${from}-${to}-${wave}`,
          body: { from, to, created, wave, sealed: sealedToken },
        });
      }
      const at = now();
      await columns.change(id, (current) =>
        current.created === created && current.wave === wave ? { movedAt: at } : null,
      );
    } catch {
      throw new TtError('DOWN', 'the companion cannot begin jobs now. Try again later', { retryAfter: 30 });
    }
  }

  async function own(person: string, id: string): Promise<ColumnRecord> {
    const found = /^[0-9a-f]{32}$/.test(id) ? await columns.find(id) : null;
    if (found && found.record.person === person) return found.record;
    throw new TtError('NONE', 'there is no such column of yours. It may have been forgotten: run it again');
  }

  /** Counts the answers, stores a larger count, and queues a stalled column again. */
  async function watch(record: ColumnRecord, token: string, resume: boolean): Promise<Watched> {
    const answeredRanges = await columns.answered(record);
    const doneCount = lengthOf(union(answeredRanges));
    const isOpen = doneCount < record.total;
    const at = now();
    const stands = record.movedAt === 0 || (doneCount <= record.answered && at - record.movedAt > STALLED_MS);
    const stalled = record.state === 'running' && stands;
    const restart = resume && record.state !== 'running';
    if (isOpen && token !== '' && (stalled || restart)) {
      let next: ColumnRecord | null = null;
      await columns.change(record.id, (current) => {
        // Of two simultaneous callers, only one queues the ranges.
        if (current.created !== record.created || current.wave !== record.wave) return null;
        next = {
          ...current,
          state: 'running',
          error: null,
          wave: current.wave + 1,
          answered: doneCount,
          movedAt: 0,
        };
        return next;
      });
      if (next) await handOut(next, holes({ from: 0, to: record.total }, answeredRanges), token);
      return { record: next ?? record, answered: answeredRanges, done: doneCount };
    }
    if (isOpen && doneCount > record.answered && at - record.movedAt > NOTE_MS) {
      await columns.change(record.id, (current) =>
        current.created === record.created && current.answered < doneCount
          ? { answered: doneCount, movedAt: at }
          : null,
      );
    }
    return { record, answered: answeredRanges, done: doneCount };
  }

  return {
    queue,
    columns: {
      run,
      async begin({ person, byGrant, tool, question, token }) {
        const { ids: all, ...rest } = question;
        const ids = [...new Set(all)];
        const idsHash = createHash('sha256').update(ids.join('\n')).digest('hex');
        const questionText = canonicalJson(rest);
        const who = byGrant ? 'grant' : 'person';
        const id = keyedHash(keys, 'column', GENERATION, person, who, tool, questionText, idsHash);
        const found = await columns.find(id);
        if (found && now() - found.record.created < KEEP_MS) {
          const view = viewOf(await watch(found.record, token, true));
          const age = now() - found.record.created;
          const keep = view.failed > 0 ? KEEP_FAILED_MS : KEEP_DONE_MS;
          if (view.state !== 'done' || age < keep) return view;
        }
        await countNew(person, id);
        const at = now();
        const record: ColumnRecord = {
          id,
          person,
          tool,
          byGrant,
          created: at,
          state: 'running',
          error: null,
          total: ids.length,
          wave: 0,
          answered: 0,
          movedAt: 0,
        };
        try {
          await columns.create(record, rest, ids, found?.generation ?? '0');
        } catch (error) {
          // Two equal requests came at the same time: the other one has started the column.
          if (error instanceof Conflict) return viewOf(await watch(await own(person, id), token, false));
          throw error;
        }
        await handOut(record, [{ from: 0, to: ids.length }], token);
        return viewOf({ record, answered: [], done: 0 });
      },
      find: async (person, id, token) => viewOf(await watch(await own(person, id), token, false)),
      resume: async (person, id, token) => viewOf(await watch(await own(person, id), token, true)),
      async rows(person, id, token, read, most) {
        const status = await watch(await own(person, id), token, false);
        return { ...viewOf(status), ...(await page(columns, status, read, most)) };
      },
      async cancel(person, id) {
        await own(person, id);
        await columns.change(id, ({ state }) => (state === 'running' ? { state: 'cancelled' } : null));
        return viewOf(await watch(await own(person, id), '', false));
      },
    },
  };
}

interface Watched {
  record: ColumnRecord;
  answered: AnswersOfRange[];
  done: number;
}

function viewOf({ record, answered, done }: Watched): ColumnStatus {
  const { id, state, total, error } = record;
  const failureCount = Math.min(
    done,
    answered.reduce((sum, range) => sum + range.failed, 0),
  );
  return {
    id,
    state: done >= total ? 'done' : state,
    done,
    failed: failureCount,
    total,
    ...(state === 'failed' && error && done < total ? { error } : {}),
  };
}

/** Returns each position once, also if two runs of a part have stored it. */
async function page(
  columns: ColumnStore,
  { record, answered }: Watched,
  read: readonly Range[],
  most: number,
): Promise<Pick<ColumnRows, 'ranges' | 'rows'>> {
  const ranges: Range[] = [];
  const rows: WireRow[] = [];
  let readRanges = union(read);
  let bytes = 0;
  for (const range of answered) {
    const open = holes(range, readRanges);
    if (open.length === 0) continue;
    if (rows.length >= most || bytes >= MOST_PAGE_BYTES) break;
    const storedRows = await columns.answers(record, range);
    for (const { from, to } of open) {
      const newRows = storedRows.slice(from - range.from, to - range.from).slice(0, most - rows.length);
      if (newRows.length === 0) continue;
      rows.push(...newRows);
      bytes += JSON.stringify(newRows).length;
      ranges.push({ from, to: from + newRows.length });
    }
    readRanges = union([...readRanges, ...ranges]);
  }
  return { ranges: union(ranges).map(({ from, to }): [number, number] => [from, to]), rows };
}
