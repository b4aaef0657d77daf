/** A job that fills a tab of its own with one function's whole answer. */

import { cellText, TtError } from '../../core/errors';
import { groupedNumber } from '../../core/grouped-number';
import { newCounters } from '../../http/runner';
import type { Work } from '../../http/work';
import type { Args } from '../../tools/declaration/declare';
import { regionOf, userContext } from '../access/context';
import type { Host, SheetTab } from '../interfaces/host';
import { runWork } from '../run-work';
import { cellValue } from '../sheet/cells/cell-value';
import { putCells } from '../sheet/cells/write-cells';
import { log } from '../sheet/record/run-log';
import { endJob } from './end-job';
import { jobTab } from './job-columns';
import { endStep, type HeldJob } from './lease';
import { addJob, type Job, newJob, requireRoom, saveJob } from './state';
import { outputOf, type TabBatch } from './tab-outputs';

/** A spreadsheet holds at most ten million cells, over all tabs. */
const CELLS = 9_000_000;
const TAB_NAME = 90;

function ask<T>(work: Work<T>, host: Host): { value: T; requests: number } {
  const counters = newCounters();
  return { value: runWork(work, host, 'jobStep', { counters }), requests: counters.requests };
}

/** Creates the tab with its headers; the steps fill it. */
export function startTab(host: Host, formula: string, form: Record<string, unknown>, datastack: string): Job {
  const { output, read } = outputOf(formula);
  const args = read(form, regionOf(host));
  const stackName = String(args.datastack ?? datastack);
  const { value } = ask(output.begin(args, userContext(host, stackName)), host);
  return host.locked(() => {
    const name = freeName(host, output.tab(args));
    const newTabJob = newJob('tab', `Write ${formula} to ${name}`, stackName, host);
    requireRoom({
      ...newTabJob,
      headers: value.headers,
      tab: { formula, args: JSON.stringify(value.pinned), cursor: null, ended: false },
    });
    const tab = host.file.addTab(name);
    putCells(tab, 1, 1, [value.headers]);
    tab.setBold(1, 1, 1, value.headers.length, true);
    // Empty columns count towards the ten million cells too.
    const spare = tab.maxColumns() - value.headers.length;
    if (spare > 0) tab.deleteColumns(value.headers.length + 1, spare);
    tab.freezeRows(1);
    const job: Job = {
      ...newTabJob,
      sheetId: tab.id,
      sheet: name,
      headers: value.headers,
      stepSize: 0,
      tab: { formula, args: JSON.stringify(value.pinned), cursor: null, ended: false },
    };
    log(host, {
      run: job.id,
      what: job.title,
      tab: name,
      state: 'started',
      rows: 0,
      changed: 0,
      failed: 0,
      note: '',
    });
    host.file.flush();
    addJob(host.documentStore, job);
    return job;
  });
}

/** The wanted name, with a number added if it is taken. */
export function freeName(host: Host, wanted: string): string {
  const base = wanted.replace(/[[\]*?:/\\]/g, ' ').slice(0, TAB_NAME);
  const usedNames = new Set(host.file.tabs().map((tab) => tab.name()));
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base} ${n}`;
    if (!usedNames.has(name)) return name;
  }
}

/** No batch of a step begins after this time under the lock; others wait for the lock, and Google ends a step at 6 min. */
const WRITE_MS = 20_000;

/** Asks for one batch outside the lock and writes it under the lock, with those that its requests have brought besides. */
export function stepTab(host: Host, heldJob: HeldJob): Job {
  const { formula, args, cursor } = heldJob.job.tab!;
  const work = outputOf(formula).output.batch(
    JSON.parse(args) as Args,
    userContext(host, heldJob.job.datastack),
    cursor,
  );
  const { value, requests } = ask(work, host);
  return endStep(heldJob, host, (job) => {
    const tab = jobTab(host, job);
    job.requests += requests;
    job.failedSteps = 0;
    const until = host.now() + WRITE_MS;
    writeBatch(host, tab, job, value);
    for (let { more } = value; more && host.now() < until; ) {
      // Should this step be killed, the next one begins behind the batches that are written.
      saveJob(host.documentStore, job);
      const batch = more();
      writeBatch(host, tab, job, batch);
      more = batch.more;
    }
    if (job.tab!.ended) endJob(host, job, 'done');
  });
}

function writeBatch(host: Host, tab: SheetTab, job: Job, batch: TabBatch): void {
  writeRows(tab, job, batch);
  host.file.flush();
  const rowsDone = job.done + batch.rows.length;
  const note = batch.note ?? '';
  if (note !== '') {
    tab.growTo(rowsDone + 2);
    putCells(tab, rowsDone + 2, 1, [[cellText(new TtError('INPUT', note))]]);
    host.file.flush();
  }
  const isLast = batch.next === null;
  Object.assign(job, {
    done: rowsDone,
    total: isLast ? rowsDone : Math.max(batch.total, rowsDone),
    message: note,
    tab: { ...job.tab!, cursor: batch.next, ended: isLast },
  } satisfies Partial<Job>);
}

/** Always writes after the recorded rows: a batch that a kill cut short is overwritten. */
function writeRows(tab: SheetTab, job: Job, batch: TabBatch): void {
  if (batch.total * job.headers.length > CELLS) {
    const cells = groupedNumber(batch.total * job.headers.length);
    throw new TtError('BIG', `${cells} cells; a spreadsheet holds ten million. Choose columns or filters`);
  }
  if (batch.rows.length === 0) return;
  const width = job.headers.length;
  tab.growTo(job.done + 1 + batch.rows.length);
  putCells(
    tab,
    job.done + 2,
    1,
    batch.rows.map((row) => Array.from({ length: width }, (_cell, i) => cellValue(row[i] ?? null))),
  );
}
