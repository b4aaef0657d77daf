/** A job that fills a tab of its own with one function's whole answer. */

import { TtError } from '../../core/errors';
import { newCounters } from '../../http/runner';
import type { Work } from '../../http/work';
import type { Args } from '../../tools/declaration/declare';
import { userContext } from '../access/context';
import type { Host, SheetTab } from '../interfaces/host';
import { runWork } from '../run-work';
import { cellValue } from '../sheet/cell-value';
import { log } from '../sheet/run-log';
import { putCells } from '../sheet/write-cells';
import { endJob } from './end-job';
import {
  isUnfinished,
  type Job,
  makeLatestJob,
  newJob,
  readJob,
  requireNoRunningJob,
  saveJob,
} from './state';
import { outputOf, type TabBatch } from './tab-outputs';

/** A spreadsheet holds ten million cells, all tabs together. */
const CELLS = 9_000_000;
const TAB_NAME = 90;

function ask<T>(work: Work<T>, host: Host): { value: T; requests: number } {
  const counters = newCounters();
  return { value: runWork(work, host, 'jobStep', { counters }), requests: counters.requests };
}

/** Makes the tab with its headers; the steps fill it. */
export function startTab(host: Host, formula: string, form: Record<string, unknown>, datastack: string): Job {
  const { output, read } = outputOf(formula);
  const args = read(form);
  const chosen = String(args.datastack ?? datastack);
  const { value } = ask(output.begin(args, userContext(host, chosen)), host);
  return host.locked(() => {
    requireNoRunningJob(host);
    const name = freeName(host, output.tab(args));
    const tab = host.file.addTab(name);
    putCells(tab, 1, 1, [value.headers]);
    tab.setBold(1, 1, 1, value.headers.length);
    // Empty columns count against the ten million cells too.
    const spare = tab.maxColumns() - value.headers.length;
    if (spare > 0) tab.deleteColumns(value.headers.length + 1, spare);
    tab.freezeRows(1);
    const job: Job = {
      ...newJob('tab', `Write ${formula} to ${name}`, chosen, host),
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
    makeLatestJob(host.documentStore, job);
    return job;
  });
}

function freeName(host: Host, wanted: string): string {
  const base = wanted.replace(/[[\]*?:/\\]/g, ' ').slice(0, TAB_NAME);
  const taken = new Set(host.file.tabs().map((tab) => tab.name()));
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base} ${n}`;
    if (!taken.has(name)) return name;
  }
}

/** One batch, asked outside the lock and written inside it. The caller holds the lease. */
export function stepTab(host: Host, job: Job, holder: string): Job {
  const started = host.now();
  const { formula, args, cursor } = job.tab!;
  const work = outputOf(formula).output.batch(
    JSON.parse(args) as Args,
    userContext(host, job.datastack),
    cursor,
  );
  const { value, requests } = ask(work, host);
  return host.locked(() => {
    const now = readJob(host.documentStore, job.id);
    if (now.lease.holder !== holder || !isUnfinished(now)) return now;
    const tab = host.file.tabById(now.sheetId);
    if (!tab) throw new TtError('INPUT', `the tab ${now.sheet} is no longer there`);
    writeBatch(tab, now, value);
    host.file.flush();
    Object.assign(now, {
      done: now.done + value.rows.length,
      total: Math.max(value.total, now.done + value.rows.length),
      requests: now.requests + requests,
      failedSteps: 0,
      message: '',
      lease: { holder: '', until: 0 },
      updatedAt: host.now(),
      workedMs: now.workedMs + host.now() - started,
      tab: { ...now.tab!, cursor: value.next, ended: value.next === null },
    } satisfies Partial<Job>);
    if (value.next === null) {
      now.total = now.done;
      endJob(host, now, 'done');
    }
    saveJob(host.documentStore, now);
    return now;
  });
}

/** Always to the rows after those that are on record: a batch that a kill cut short is written over. */
function writeBatch(tab: SheetTab, job: Job, batch: TabBatch): void {
  if (batch.total * job.headers.length > CELLS) {
    const cells = (batch.total * job.headers.length).toLocaleString('en-US');
    throw new TtError('BIG', `${cells} cells; a spreadsheet holds ten million. Choose columns or filters`);
  }
  if (batch.rows.length === 0) return;
  const width = job.headers.length;
  putCells(
    tab,
    job.done + 2,
    1,
    batch.rows.map((row) => Array.from({ length: width }, (_cell, i) => cellValue(row[i] ?? null))),
  );
}
