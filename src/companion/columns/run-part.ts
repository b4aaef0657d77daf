/**
 * Runs one delivery of a range of a column. Splits a long range into parts and queues them; works on a part under its
 * lease. Tasks delivered twice, late or after an instance died skip the ids that have answers.
 */
import { TtError } from '../../core/errors';
import { packError, type WireRow } from '../../tools/companion/wire';
import type { RowTool } from '../../tools/declaration/declare';
import { findTool } from '../../tools/registry';
import type { Keys } from '../auth/keys';
import { unseal } from '../auth/seal';
import type { RunTask } from '../jobs/queue';
import type { Limits } from '../limits/limits';
import { NoRoom, type TaskRunner } from '../work/runner';
import { type ColumnStore, each } from './column-store';
import { type Exhausted, PartLease } from './part-lease';
import { partSize } from './part-size';
import { ColumnFailure, failedRows, workPart } from './part-work';
import { cut, holes, lengthOf, type Range } from './ranges';
import type { ColumnRecord } from './record';

/** Body of a column's task. */
export interface PartTask extends Range {
  /** The encrypted CAVE token. */
  sealed: string;
  /** When the column was created (an id can be used again), and how often its ids without answers were queued. */
  created: number;
  wave: number;
}

export interface RunPartOptions {
  columns: ColumnStore;
  runner: TaskRunner;
  keys: Keys;
  limits: Limits;
  enqueue: (record: ColumnRecord, task: PartTask) => Promise<void>;
  /** Milliseconds between two reports of a run; a lease lasts six reports. */
  reportMs: number;
  sleep: (ms: number) => Promise<void>;
}

/** The most ranges that one delivery makes; long ones are split again. */
export const FAN_OUT = 40;
export const LEASE_REPORTS = 6;
/** Limit of a question about several ids. A single id may take nearly as long as Cloud Tasks waits. */
const SLICE_LIMIT_MS = 300_000;
const LIMIT_MS = 1_200_000;
/** Rows per object of failures. */
const FAILED_ROWS = 1000;
/** Another run has the part, or the column has ended: store nothing more. */
class Lost extends Error {}

export function createRunPart(options: RunPartOptions): RunTask<PartTask> {
  const { columns, keys, reportMs } = options;
  return async (id, task) => {
    const record = (await columns.find(id))?.record;
    if (record?.state !== 'running' || record.created !== task.created) return true;
    let token: string;
    try {
      token = unseal(keys, id, task.sealed, columns.now());
    } catch {
      // The token is too old. The next caller that looks at the column queues its ids again with a new token.
      return true;
    }
    const declaration = findTool('companion', record.tool) as RowTool | null;
    if (declaration?.kind !== 'rows') return true;
    const tool = { ...declaration, idsPerStep: declaration.idsPerHeavyStep ?? declaration.idsPerStep };
    const open = holes(task, await columns.answered(record, task));
    if (open.length === 0) return true;
    const size = partSize(tool, await columns.answered(record));
    if (lengthOf(open) > size * 1.5) {
      await handOut(
        record,
        task,
        open.flatMap((range) => cut(range, size, FAN_OUT)),
        options,
      );
      return true;
    }
    const lease = await PartLease.take(columns, record, task, reportMs * LEASE_REPORTS);
    if (lease === 'taken') return false;
    return runPart(record, task, tool, token, lease, options);
  };
}

/** One task per range; the queue ignores a range that it already has. */
async function handOut(
  record: ColumnRecord,
  task: PartTask,
  ranges: readonly Range[],
  { enqueue }: RunPartOptions,
): Promise<void> {
  await each(ranges, ({ from, to }) => enqueue(record, { ...task, from, to }));
}

async function runPart(
  record: ColumnRecord,
  task: PartTask,
  tool: RowTool,
  token: string,
  { lease, exhausted }: { lease: PartLease; exhausted: Exhausted | null },
  options: RunPartOptions,
): Promise<boolean> {
  const { columns, runner, limits, reportMs, sleep } = options;
  const leaseLost = new AbortController();
  let progressed = false;
  let renewal = Promise.resolve();
  const timer = setInterval(() => {
    // If one report fails, the next makes up for it.
    renewal = renewal.then(async () => {
      if (!(await lease.renew().catch(() => true))) leaseLost.abort();
    });
  }, reportMs);
  const store = async (range: Range, ms: number, rows: readonly WireRow[]): Promise<void> => {
    if (leaseLost.signal.aborted || !(await lease.renew())) throw new Lost();
    const failures = rows.filter((row) => 'error' in row).length;
    await columns.putAnswers(record, { ...range, ms, failed: failures }, rows);
    progressed = true;
  };
  try {
    if (exhausted) await storeExhausted(record, task, exhausted, columns, store);
    const question = await columns.question(record);
    const open = holes(task, await columns.answered(record, task));
    const openRanges = await workPart(open, {
      tool,
      earlier: lease,
      now: columns.now,
      sleep,
      store,
      ids: (range) => columns.ids(record, range),
      ask: (ids) =>
        runner.run(
          {
            tool: record.tool,
            question: { ...question, ids: [...ids] },
            token,
            mayWrite: !record.byGrant,
            limitMs: Math.min(limits.jobSeconds * 1000, ids.length > 1 ? SLICE_LIMIT_MS : LIMIT_MS),
          },
          { signal: leaseLost.signal, long: true },
        ),
      note: async (range) => {
        if (leaseLost.signal.aborted) throw new Lost();
        if (lease.attempts > 1 && !(await lease.note(range))) throw new Lost();
      },
      isAnsweredElsewhere: async () =>
        (await columns.answered(record)).some(({ failed, from, to }) => failed < to - from),
    });
    await handOut(
      record,
      task,
      openRanges.flatMap((range) => cut(range, Math.ceil((range.to - range.from) / 2))),
      options,
    );
    await lease.end();
    return true;
  } catch (error) {
    return await endPart(error, record, lease, leaseLost.signal, columns, progressed);
  } finally {
    clearInterval(timer);
    await renewal;
  }
}

/** Cleans up after a run that threw. Returns whether its task is over. */
async function endPart(
  error: unknown,
  record: ColumnRecord,
  lease: PartLease,
  leaseLost: AbortSignal,
  columns: ColumnStore,
  progressed: boolean,
): Promise<boolean> {
  if (leaseLost.aborted || error instanceof Lost) {
    // If this fails, the attempt stays counted.
    await lease.absolve().catch(() => {});
    const now = await columns.find(record.id);
    return now?.record.state !== 'running' || now.record.created !== record.created;
  }
  if (error instanceof ColumnFailure) {
    await columns.change(record.id, ({ state, created }) =>
      state === 'running' && created === record.created ? { state: 'failed', error: error.error } : null,
    );
    await lease.end();
    return true;
  }
  // The ids are fine: this instance has no room, the state or the queue failed, or a host asked us to wait.
  if (error instanceof NoRoom || !(error instanceof TtError) || error.retryAfter !== null) {
    await lease.release();
    return false;
  }
  await lease.giveUp(packError(error), progressed);
  return false;
}

/** Five runs gave up or died at one id: its rows get the reason, and the other ids continue. */
async function storeExhausted(
  record: ColumnRecord,
  task: Range,
  exhaustion: Exhausted,
  columns: ColumnStore,
  store: (range: Range, ms: number, rows: readonly WireRow[]) => Promise<void>,
): Promise<void> {
  const isAt = 'at' in exhaustion;
  const error = isAt
    ? packError(new TtError('FAULT', 'the companion broke off at this id several times'))
    : exhaustion.failure;
  const whole = isAt ? exhaustion.at : task;
  const open = holes(whole, await columns.answered(record, whole));
  for (const range of open.flatMap((each) => cut(each, FAILED_ROWS))) {
    await store(range, 0, failedRows(await columns.ids(record, range), error));
  }
}
