/** A job's columns and record, as they are now. */
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import type { ColumnJobKind } from '../interfaces/api';
import type { Host, SheetTab } from '../interfaces/host';
import { type Grid, isBlank } from '../sheet/look/grid';
import { tabById } from '../sheet/look/tab-by-id';
import type { WriteRecordLine } from '../sheet/record/record-lines';
import {
  type LineTexts,
  type RecordPlace,
  readWriteRecord,
  trimWriteRecord,
} from '../sheet/record/write-record';
import { targetTag } from '../sheet/table/column-tags';
import { ANCHOR_OUTPUT, readTabTable, type TabLook, type Table, type TabQuery } from '../sheet/table/table';
import { keyKindOf } from './kinds';
import { type Job, jobs, saveJob, unfinishedRuns } from './state';
import { WriteRecord } from './write-record';

export function jobTab(host: Host, job: Job): SheetTab {
  return tabById(host.file, job.sheetId, job.sheet);
}

export const jobQuery = (job: Job): Omit<TabQuery, 'rules'> => ({
  key: job.key,
  targets: job.targets,
  kind: keyKindOf(job.kind as ColumnJobKind),
});

/** `rules`: with what a write has to know of the cells. */
export function readJobTable(host: Host, job: Job, rules: boolean, known: JobRecord): Table {
  // To ask a record of 100,000 rows what it wrote takes 10 MB: one without anchors is not asked.
  const writesAnchors = job.targets.some(({ output }) => output === ANCHOR_OUTPUT);
  const isOwnAnchor = (cell: Cell | undefined) => writesAnchors && known.record.isOurs(ANCHOR_OUTPUT, cell);
  const table = readTabTable(jobTab(host, job), { ...jobQuery(job), rules, isOwnAnchor }, known.look);
  known.look = { grid: table.grid, keys: table.keys };
  return table;
}

/** Whether a column of ours was deleted, cleared with its header, or cut out. */
export const isGone = ({ values }: Grid, column: number | undefined): boolean =>
  column === undefined || values.everyIn(column, isBlank);

/** @throws INPUT if a column that the job writes is gone, or is blank with its header: it was cleared, or cut out */
export function requireJobTable(host: Host, job: Job, rules: boolean, record: JobRecord): Table {
  const table = readJobTable(host, job, rules, record);
  const { grid, columns } = table;
  const lost = job.targets.filter(({ output }) => isGone(grid, columns.get(output)));
  if (lost.length === 0) return table;
  // Whatever users put there from now on is not ours.
  for (const target of lost)
    for (const isOwn of [true, false]) grid.tab.removeTag(targetTag(job.key.tag, target, isOwn));
  throw new TtError('INPUT', `the column ${lost[0]!.header} was removed from ${job.sheet}. Start again`);
}

export interface JobRecord {
  record: WriteRecord;
  place: RecordPlace;
  /** The last look at the tab, with which the next one shares what is equal. */
  look?: TabLook;
}

/** @throws INPUT if `TT changes` no longer holds everything that the job wrote there */
export function readJobRecord(host: Host, job: Job, keep?: (texts: LineTexts) => LineTexts): JobRecord {
  const written = { run: job.id, recordTab: job.recordTab, lines: job.lines };
  const { lines, place } = readWriteRecord(host.file, written, keep);
  return { record: new WriteRecord(lines), place };
}

/** The raw lines, for a run without keys. */
export const readJobRecordLines = (host: Host, { id, recordTab, lines }: Job): WriteRecordLine[] =>
  readWriteRecord(host.file, { run: id, recordTab, lines }).lines.all();

/** Makes room in the record for a new run. */
export function makeRecordRoom({ file, documentStore }: Host): void {
  const trimmedRuns = trimWriteRecord(file, unfinishedRuns(documentStore));
  for (const job of jobs(documentStore)) {
    if (trimmedRuns.has(job.id)) saveJob(documentStore, { ...job, trimmed: true });
  }
}

export function noteRecord(job: Job, { recordTab, lines }: RecordPlace): void {
  job.recordTab = recordTab;
  job.lines = lines;
}
