/** The mail about a schedule's round: a line for each kind of change, then the rows that need somebody. */
import { asTtError } from '../../core/errors';
import { NEEDS_SOMEBODY } from '../changes/change';
import { idRows } from '../changes/id-rows';
import { type ReportLine, unseenLines } from '../changes/report';
import { headline, KIND_WORDS, summaryLines } from '../changes/words';
import type { Host } from '../interfaces/host';
import { runMessage } from '../jobs/job-view';
import type { Job } from '../jobs/state';
import { readSchedules, type Schedule, updateStored } from './store';

/** Rows that are listed of a job: the report has them all. */
const ROWS = 50;

const isFailed = (job: Job): boolean => job.state !== 'done';
const hasNews = (job: Job): boolean => Object.keys(job.findings?.kinds ?? {}).length > 0;

/** One mail for all jobs of a round. Mail is asked for by the user; that it fails must not fail the run. */
export function mailRound(host: Host, schedule: Schedule, done: readonly Job[]): void {
  const failures = done.filter(isFailed);
  const wanted = schedule.mail === 'digest' || (schedule.mail === 'failures' && failures.length > 0);
  // A quiet night is not worth a mail.
  if (!wanted || (failures.length === 0 && !done.some(hasNews))) return;
  send(host, schedule, subjectOf(done), digestText(host, done));
}

/** A round that could not begin: the token is gone, or the column. */
export function mailNotStarted(host: Host, id: string, message: string): void {
  const schedule = readSchedules(host).find((stored) => stored.id === id);
  if (!schedule || schedule.mail === 'none') return;
  const [{ sheet, key }] = schedule.steps as [Schedule['steps'][number]];
  send(host, schedule, `Tracer Tools: ${sheet}, ${key.header}, was not started`, `${message}\n\n${STOP}`);
}

function send(host: Host, { id, owner }: Schedule, subject: string, text: string): void {
  try {
    host.mail(owner, subject, text);
  } catch (error) {
    const { message } = asTtError(error);
    updateStored(host, id, (stored) => {
      stored.problem = `the mail was not sent: ${message}`;
    });
  }
}

const STOP =
  'You get this because you made or took over this schedule. To stop it: Tracer Tools › Schedule › Mail.';

function subjectOf(done: readonly Job[]): string {
  const job = done.find(isFailed) ?? done.find(hasNews) ?? done[0]!;
  const { findings, title, sheet } = job;
  const others = done.length > 1 ? `, and ${done.length - 1} more` : '';
  if (isFailed(job)) return `Tracer Tools: ${title}, ${sheet}, did not finish${others}`;
  return `Tracer Tools: ${findings === null ? title : headline(findings)}, ${sheet}${others}`;
}

/** Plain text; nothing in it that does not stand in the sheet. */
function digestText(host: Host, done: readonly Job[]): string {
  const unseen = reportLines(host);
  return [
    ...done.flatMap((job) => [...jobLines(host, job, unseen), '']),
    `Open the sheet: ${addressOf(host, done[0]!)}`,
    STOP,
  ].join('\n');
}

const addressOf = (host: Host, { sheetId }: Job): string =>
  `https://docs.google.com/spreadsheets/d/${host.file.id()}/edit#gid=${sheetId}`;

/** A report that somebody changed cannot be read: the counts are mailed without its rows. */
function reportLines(host: Host): ReportLine[] {
  try {
    return unseenLines(host);
  } catch {
    return [];
  }
}

function jobLines(host: Host, job: Job, unseen: readonly ReportLine[]): string[] {
  const { findings, title, sheet, key } = job;
  const state = isFailed(job) ? [`${job.state}: ${runMessage(job)}`] : [`${job.done} done`];
  const lines =
    findings === null || isFailed(job)
      ? state
      : [headline(findings), ...summaryLines(findings).map((line) => `- ${line}`)];
  const needed = unseen.filter(({ run, kind }) => run === job.id && NEEDS_SOMEBODY.includes(kind));
  const cellAddress = needed.length > 0 ? cellAddresses(host, job) : () => '';
  const rows = needed
    .slice(0, ROWS)
    .map(
      ({ id, kind, note }) =>
        `- ${id}: ${KIND_WORDS[kind]}${note === '' ? '' : ` (${note})`}${cellAddress(id)}`,
    );
  const more = needed.length > ROWS ? [`- and ${needed.length - ROWS} more, in the tab TT report`] : [];
  return [
    `${title}, ${sheet}, column ${key.header}`,
    '',
    ...lines,
    ...(rows.length > 0 ? ['', 'These need somebody:', ...rows, ...more] : []),
  ];
}

/** Where a row stands when the mail is written; '' where it is gone. */
function cellAddresses(host: Host, job: Job): (id: string) => string {
  try {
    const { rowsOf, cellOf } = idRows(host, job.sheetId, job.key.header);
    return (id) => rowsOf(id).map((row) => ` ${addressOf(host, job)}&range=${cellOf(row)}`)[0] ?? '';
  } catch {
    return () => '';
  }
}
