/** Before a job: what it would touch, and its start. */
import { anchorColumns } from '../../core/cells/anchor-columns';
import { TtError } from '../../core/errors';
import { requireToken } from '../access/settings';
import type { JobPlan, Preview, SelectionView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { type ColumnSnapshot, readColumns } from '../sheet/column-snapshot';
import { columnLetter, columnSpan } from '../sheet/columns';
import { log } from '../sheet/run-log';
import { requireKeys, selectionOf } from '../sheet/selection';
import { appendWriteRecord, trimWriteRecord } from '../sheet/write-record';
import { ensureColumns } from '../sheet/writer';
import { keyKindOf, specOf, wantedHeaders } from './kinds';
import { requireNoRunningJob } from './lease';
import { type Job, makeLatestJob, newJob } from './state';

const CELLS_NAMED = 50;
const OPTION_CHARACTERS = 1000;

interface Ready {
  frame: ColumnSnapshot;
  headers: string[];
  options: Record<string, string>;
  selection: Preview['selection'];
  /** Indices of the frame that the plan covers and that hold an id. */
  rows: number[];
}

function checkedPlan(plan: JobPlan, host: Host): Ready {
  const tab = host.file.tabById(plan.sheetId);
  if (!tab) throw new TtError('INPUT', 'that tab is no longer there');
  const selected = selectionOf(tab, plan.column, plan.firstRow, plan.lastRow);
  const headers = wantedHeaders(plan.kind, plan.headers);
  if (headers.length === 0) throw new TtError('INPUT', 'choose at least one detail to write');
  const options = optionsOf(plan);
  specOf(plan.kind).check?.(options);
  const texts = specOf(plan.kind).keys === 'texts';
  requireKeys(selected, texts);
  if (headers.includes(selected.header)) {
    throw new TtError(
      'INPUT',
      `the selected column is named ${selected.header}, which this job would write. Rename that column, or leave the detail out`,
    );
  }
  const wasAt = [...plan.column].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  const snapshot = readColumns(tab, selected.header, wasAt, headers, keyKindOf(plan.kind, headers));
  const rows = snapshot.keys
    .map((id, index) => ({ id, row: snapshot.firstRow + index, index }))
    .filter(({ id, row }) => id !== null && row >= plan.firstRow && row <= plan.lastRow)
    .map(({ index }) => index);
  const selection = texts ? countTexts(selected, snapshot, rows) : selected;
  return { frame: snapshot, headers, options, selection, rows };
}

/** For a column of texts every filled cell counts, and none is damaged. */
function countTexts(
  selection: SelectionView,
  snapshot: ColumnSnapshot,
  rows: readonly number[],
): SelectionView {
  const distinct = new Set(rows.map((index) => snapshot.keys[index])).size;
  return { ...selection, ids: rows.length, distinct, damaged: [] };
}

export function preview(plan: JobPlan, host: Host): Preview {
  const { frame: snapshot, headers, selection, rows } = checkedPlan(plan, host);
  const owned = [...snapshot.columns];
  const filled: string[] = [];
  const stored: string[] = [];
  for (const index of rows) {
    owned.forEach(([, column], slot) => {
      const a1 = `${columnLetter(column)}${snapshot.firstRow + index}`;
      const value = snapshot.owned[index]![slot];
      if (snapshot.formulas[index]![slot]) stored.push(a1);
      else if (value !== '' && value !== null && value !== undefined) filled.push(a1);
    });
  }
  const newColumns = headers.filter((header) => !snapshot.columns.has(header));
  const next = snapshot.tab.lastColumn() + 1;
  const columns = [...snapshot.columns.values(), ...newColumns.map((_header, i) => next + i)];
  return {
    selection,
    writes: columnSpan(columns),
    newColumns,
    rows: rows.length,
    replaced: { count: filled.length, cells: filled.slice(0, CELLS_NAMED) },
    notWritten: { count: stored.length, cells: stored.slice(0, CELLS_NAMED) },
    requests: roughRequests(selection.distinct, headers),
  };
}

/** An honest rough figure: requests carry hundreds of ids, and grow with the neurons' size. */
function roughRequests(ids: number, headers: readonly string[]): string {
  const parts = headers.some((header) => header !== 'current_id' && header !== 'share') ? 30 : 10;
  return `about ${Math.max(5, Math.ceil((ids / 500) * parts))} requests`;
}

/** The fields that the job has, each short enough for its record. */
function optionsOf({ kind, options = {} }: JobPlan): Record<string, string> {
  const { params: fields } = specOf(kind);
  const entered = fields.map(({ name }): [string, string] => [name, String(options[name] ?? '').trim()]);
  const long = entered.find(([, text]) => text.length > OPTION_CHARACTERS);
  if (long) throw new TtError('BIG', `${long[0]}: up to ${OPTION_CHARACTERS} characters`);
  return Object.fromEntries(entered);
}

export interface StartOptions {
  schedule?: string;
  mailTo?: string;
}

/** Puts the job on record, with its columns in place. The steps do the rest. */
export function startJob(plan: JobPlan, host: Host, by: StartOptions = {}): Job {
  requireToken(host);
  return host.locked(() => {
    requireNoRunningJob(host);
    const { frame: snapshot, headers, options, selection, rows } = checkedPlan(plan, host);
    const { tab, location, columns } = snapshot;
    for (const column of [location.column, ...columns.values()]) {
      if (!tab.editable(snapshot.firstRow, column, Math.max(1, snapshot.keys.length), 1)) {
        throw new TtError(
          'PERMISSION',
          `column ${columnLetter(column)} of ${tab.name()} is protected from you`,
        );
      }
    }
    const newColumns = ensureColumns(tab, selection.header, location.column, headers);
    const ids = [...new Set(rows.map((index) => snapshot.keys[index]!))];
    const everyId = new Set(snapshot.keys.filter((key) => key !== null));
    const job = newJob(plan.kind, specOf(plan.kind).title, plan.datastack, host);
    Object.assign(job, {
      sheetId: plan.sheetId,
      replace: plan.replace,
      schedule: by.schedule ?? '',
      mailTo: by.mailTo ?? '',
      sheet: selection.sheet,
      header: selection.header,
      column: location.column,
      headers,
      options,
      planned: ids.length < everyId.size,
      total: ids.length,
      newColumns,
    } satisfies Partial<Job>);
    trimWriteRecord(host.file);
    if (job.planned) {
      const lines = ids.map((id) => ({ id, copy: 0, state: 'planned' as const, before: {}, after: {} }));
      appendWriteRecord(host.file, job.id, tab.id, host.now(), lines);
    }
    const anchors =
      keyKindOf(plan.kind, headers) === 'pieces' ? anchorColumns(location.headers, selection.header) : null;
    log(host, {
      run: job.id,
      what: job.title,
      tab: job.sheet,
      state: 'started',
      rows: job.total,
      changed: 0,
      failed: 0,
      note: anchors ? `anchors: ${anchors.header}` : '',
    });
    host.file.flush();
    makeLatestJob(host.documentStore, job);
    return job;
  });
}
