/**
 * Runs one delivery of a range of a column. A long range is cut into parts that are put into the queue; a part is worked
 * on under its lease. Whatever is delivered twice, late or after an instance died finds what is answered already.
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

/** What a task of a column carries. */
export interface PartTask extends Range {
  /** The encrypted CAVE token. */
  sealed: string;
  /** Of which column with this id it is a part, and how often its open ids were handed out. */
  created: number;
  wave: number;
}

export interface RunPartOptions {
  columns: ColumnStore;
  runner: TaskRunner;
  keys: Keys;
  limits: Limits;
  enqueue: (record: ColumnRecord, task: PartTask) => Promise<void>;
  /** Between two reports of a run, milliseconds; a lease lasts for six. */
  reportMs: number;
  sleep: (ms: number) => Promise<void>;
}

/** Ranges that one delivery cuts a range into at most: each of them is cut again where it is long. */
export const FAN_OUT = 40;
export const LEASE_REPORTS = 6;
/** Of one question about several ids; one id alone may take as long as Cloud Tasks waits, but for what else a part does. */
const SLICE_LIMIT_MS = 300_000;
const LIMIT_MS = 1_200_000;
/** Rows in one object of failures. */
const FAILED_ROWS = 1000;
/** Another run holds the part, or the column has ended: nothing more is stored. */
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
      // Too old: whoever looks at the column next hands its open ids out anew, with a token of then.
      return true;
    }
    const declared = findTool('companion', record.tool) as RowTool | null;
    if (declared?.kind !== 'rows') return true;
    const tool = { ...declared, idsPerStep: declared.idsPerHeavyStep ?? declared.idsPerStep };
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
    const taken = await PartLease.take(columns, record, task, reportMs * LEASE_REPORTS);
    if (taken === 'taken') return false;
    return runPart(record, task, tool, token, taken, options);
  };
}

/** Each range is one task: one that was handed out before is not handed out again. */
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
  const lost = new AbortController();
  let progressed = false;
  let renewal = Promise.resolve();
  const timer = setInterval(() => {
    // A report that fails is made good by the next.
    renewal = renewal.then(async () => {
      if (!(await lease.renew().catch(() => true))) lost.abort();
    });
  }, reportMs);
  const store = async (range: Range, ms: number, rows: readonly WireRow[]): Promise<void> => {
    if (lost.signal.aborted || !(await lease.renew())) throw new Lost();
    const failures = rows.filter((row) => 'error' in row).length;
    await columns.putAnswers(record, { ...range, ms, failed: failures }, rows);
    progressed = true;
  };
  try {
    if (exhausted) await storeExhausted(record, task, exhausted, columns, store);
    const question = await columns.question(record);
    const open = holes(task, await columns.answered(record, task));
    const left = await workPart(open, {
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
          { signal: lost.signal, long: true },
        ),
      note: async (range) => {
        if (lost.signal.aborted) throw new Lost();
        if (lease.attempts > 1 && !(await lease.note(range))) throw new Lost();
      },
      isAnsweredElsewhere: async () =>
        (await columns.answered(record)).some(({ failed, from, to }) => failed < to - from),
    });
    await handOut(
      record,
      task,
      left.flatMap((range) => cut(range, Math.ceil((range.to - range.from) / 2))),
      options,
    );
    await lease.end();
    return true;
  } catch (error) {
    return await endPart(error, record, lease, lost.signal, columns, progressed);
  } finally {
    clearInterval(timer);
    await renewal;
  }
}

/** What a run that threw leaves behind; whether its task is over. */
async function endPart(
  error: unknown,
  record: ColumnRecord,
  lease: PartLease,
  lost: AbortSignal,
  columns: ColumnStore,
  progressed: boolean,
): Promise<boolean> {
  if (lost.aborted || error instanceof Lost) {
    // A state that fails leaves the attempt counted.
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
  // Nothing is wrong with the ids: this instance has no room, the state or the queue failed, or a host asked to wait.
  if (error instanceof NoRoom || !(error instanceof TtError) || error.retryAfter !== null) {
    await lease.release();
    return false;
  }
  await lease.giveUp(packError(error), progressed);
  return false;
}

/** Five runs gave up, or were killed with one id: the rows get the reason, and the others go on. */
async function storeExhausted(
  record: ColumnRecord,
  task: Range,
  exhausted: Exhausted,
  columns: ColumnStore,
  store: (range: Range, ms: number, rows: readonly WireRow[]) => Promise<void>,
): Promise<void> {
  const isAt = 'at' in exhausted;
  const error = isAt
    ? packError(new TtError('FAULT', 'the companion broke off at this id several times'))
    : exhausted.failure;
  const whole = isAt ? exhausted.at : task;
  const open = holes(whole, await columns.answered(record, whole));
  for (const range of open.flatMap((each) => cut(each, FAILED_ROWS))) {
    await store(range, 0, failedRows(await columns.ids(record, range), error));
  }
}
