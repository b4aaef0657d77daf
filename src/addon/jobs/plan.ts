/** Before a job: what it would touch, and its start. */
import { TtError } from '../../core/errors';
import type { Plan, Preview, Selection } from '../api';
import type { Host } from '../host';
import { requireKeys, selectionOf } from '../selection';
import { signedIn } from '../settings';
import { appendChanges, trimChanges } from '../sheet/changes';
import { columnSpan, letterOf } from '../sheet/columns';
import { type Frame, readFrame } from '../sheet/frame';
import { anchorColumn } from '../sheet/keys';
import { log } from '../sheet/runLog';
import { ensureColumns } from '../sheet/writer';
import { keyKindOf, specOf, wantedHeaders } from './kinds';
import { adopt, blankJob, type Job, requireFree } from './state';

const CELLS_NAMED = 50;
const OPTION_CHARACTERS = 1000;

interface Ready {
  frame: Frame;
  headers: string[];
  options: Record<string, string>;
  selection: Preview['selection'];
  /** Indices of the frame that the plan covers and that hold an id. */
  rows: number[];
}

function ready(plan: Plan, host: Host): Ready {
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
  const frame = readFrame(tab, selected.header, wasAt, headers, keyKindOf(plan.kind, headers));
  const rows = frame.keys
    .map((id, index) => ({ id, row: frame.firstRow + index, index }))
    .filter(({ id, row }) => id !== null && row >= plan.firstRow && row <= plan.lastRow)
    .map(({ index }) => index);
  const selection = texts ? countTexts(selected, frame, rows) : selected;
  return { frame, headers, options, selection, rows };
}

/** For a column of texts every filled cell counts, and none is damaged. */
function countTexts(selection: Selection, frame: Frame, rows: readonly number[]): Selection {
  const distinct = new Set(rows.map((index) => frame.keys[index])).size;
  return { ...selection, ids: rows.length, distinct, damaged: [] };
}

export function preview(plan: Plan, host: Host): Preview {
  const { frame, headers, selection, rows } = ready(plan, host);
  const owned = [...frame.columns];
  const filled: string[] = [];
  const kept: string[] = [];
  for (const index of rows) {
    owned.forEach(([, column], slot) => {
      const a1 = `${letterOf(column)}${frame.firstRow + index}`;
      const value = frame.owned[index]![slot];
      if (frame.formulas[index]![slot]) kept.push(a1);
      else if (value !== '' && value !== null && value !== undefined) filled.push(a1);
    });
  }
  const newColumns = headers.filter((header) => !frame.columns.has(header));
  const next = frame.tab.lastColumn() + 1;
  const columns = [...frame.columns.values(), ...newColumns.map((_header, i) => next + i)];
  return {
    selection,
    writes: columnSpan(columns),
    newColumns,
    rows: rows.length,
    replaced: { count: filled.length, cells: filled.slice(0, CELLS_NAMED) },
    kept: { count: kept.length, cells: kept.slice(0, CELLS_NAMED) },
    requests: roughRequests(selection.distinct, headers),
  };
}

/** An honest rough figure: requests carry hundreds of ids, and grow with the neurons' size. */
function roughRequests(ids: number, headers: readonly string[]): string {
  const parts = headers.some((header) => header !== 'current_id' && header !== 'share') ? 30 : 10;
  return `about ${Math.max(5, Math.ceil((ids / 500) * parts))} requests`;
}

/** The fields that the job has, each short enough for its record. */
function optionsOf({ kind, options = {} }: Plan): Record<string, string> {
  const { fields = [] } = specOf(kind);
  const given = fields.map(({ name }): [string, string] => [name, String(options[name] ?? '').trim()]);
  const long = given.find(([, text]) => text.length > OPTION_CHARACTERS);
  if (long) throw new TtError('BIG', `${long[0]}: up to ${OPTION_CHARACTERS} characters`);
  return Object.fromEntries(given);
}

export interface StartOptions {
  schedule?: string;
  mailTo?: string;
  mark?: boolean;
}

/** Puts the job on record, with its columns in place. The steps do the rest. */
export function startJob(plan: Plan, host: Host, by: StartOptions = {}): Job {
  signedIn(host);
  return host.locked(() => {
    requireFree(host);
    const { frame, headers, options, selection, rows } = ready(plan, host);
    const { tab, place, columns } = frame;
    for (const column of [place.column, ...columns.values()]) {
      if (!tab.editable(frame.firstRow, column, Math.max(1, frame.keys.length), 1)) {
        throw new TtError('PERMISSION', `column ${letterOf(column)} of ${tab.name()} is protected from you`);
      }
    }
    const newColumns = ensureColumns(tab, selection.header, place.column, headers);
    const ids = [...new Set(rows.map((index) => frame.keys[index]!))];
    const everyId = new Set(frame.keys.filter((key) => key !== null));
    const job = blankJob(plan.kind, specOf(plan.kind).title, plan.datastack, host);
    Object.assign(job, {
      sheetId: plan.sheetId,
      replace: plan.replace,
      mark: by.mark ?? false,
      schedule: by.schedule ?? '',
      mailTo: by.mailTo ?? '',
      sheet: selection.sheet,
      header: selection.header,
      column: place.column,
      headers,
      options,
      planned: ids.length < everyId.size,
      total: ids.length,
      newColumns,
    } satisfies Partial<Job>);
    trimChanges(host.file);
    if (job.planned) {
      const lines = ids.map((id) => ({ id, copy: 0, state: 'planned' as const, before: {}, after: {} }));
      appendChanges(host.file, job.id, tab.id, host.now(), lines);
    }
    log(host, {
      run: job.id,
      what: job.title,
      tab: job.sheet,
      state: 'started',
      rows: job.total,
      changed: 0,
      failed: 0,
      note: anchorColumn(place.headers) > 0 ? 'anchors are used' : '',
    });
    host.file.flush();
    adopt(host.documentStore, job);
    return job;
  });
}
