/** The mail about a schedule's round: a line per kind of change, then the rows that need a person. */
import { asTtError } from '../../core/errors';
import { NEEDS_SOMEBODY } from '../changes/change';
import { idRows } from '../changes/id-rows';
import { type ReportLine, unseenLines } from '../changes/report';
import { headline, KIND_WORDS, summaryLines } from '../changes/words';
import type { Host } from '../interfaces/host';
import { runMessage } from '../jobs/job-view';
import type { Job } from '../jobs/state';
import { readSchedules, type Schedule, updateStored } from './store';

/** Most rows listed per job; the report has all of them. */
const ROWS = 50;

const isFailed = (job: Job): boolean => job.state !== 'done';
const hasNews = (job: Job): boolean => Object.keys(job.findings?.kinds ?? {}).length > 0;

/** One mail for all jobs of a round. An error while sending must not fail the run. */
export function mailRound(host: Host, schedule: Schedule, finishedJobs: readonly Job[]): void {
  const failures = finishedJobs.filter(isFailed);
  const isWanted = schedule.mail === 'digest' || (schedule.mail === 'failures' && failures.length > 0);
  // Sends no mail if nothing changed.
  if (!isWanted || (failures.length === 0 && !finishedJobs.some(hasNews))) return;
  send(host, schedule, subjectOf(finishedJobs), digestText(host, finishedJobs));
}

/** Reports a round that could not start: the token or the column is missing. */
export function mailNotStarted(host: Host, id: string, message: string): void {
  const schedule = readSchedules(host).find((one) => one.id === id);
  if (!schedule || schedule.mail === 'none') return;
  const [{ sheet, key }] = schedule.steps as [Schedule['steps'][number]];
  send(host, schedule, `Tracer Tools: ${sheet}, ${key.header}, was not started`, `${message}\n\n${STOP}`);
}

function send(host: Host, { id, owner }: Schedule, subject: string, text: string): void {
  try {
    host.mail(owner, subject, text);
  } catch (error) {
    const { message } = asTtError(error);
    updateStored(host, id, (record) => {
      record.problem = `the mail was not sent: ${message}`;
    });
  }
}

const STOP =
  'You get this because you made or took over this schedule. To stop it: Tracer Tools › Schedule › Mail.';

function subjectOf(finishedJobs: readonly Job[]): string {
  const job = finishedJobs.find(isFailed) ?? finishedJobs.find(hasNews) ?? finishedJobs[0]!;
  const { findings, title, sheet } = job;
  const others = finishedJobs.length > 1 ? `, and ${finishedJobs.length - 1} more` : '';
  if (isFailed(job)) return `Tracer Tools: ${title}, ${sheet}, did not finish${others}`;
  return `Tracer Tools: ${findings === null ? title : headline(findings)}, ${sheet}${others}`;
}

/** Plain text that contains only what is also in the sheet. */
function digestText(host: Host, finishedJobs: readonly Job[]): string {
  const unseen = reportLines(host);
  return [
    ...finishedJobs.flatMap((job) => [...jobLines(host, job, unseen), '']),
    `Open the sheet: ${addressOf(host, finishedJobs[0]!)}`,
    STOP,
  ].join('\n');
}

const addressOf = (host: Host, { sheetId }: Job): string =>
  `https://docs.google.com/spreadsheets/d/${host.file.id()}/edit#gid=${sheetId}`;

/** If somebody changed the report's headers it cannot be read: then the mail has only the counts. */
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
  const urgent = unseen.filter(({ run, kind }) => run === job.id && NEEDS_SOMEBODY.includes(kind));
  const cellAddress = urgent.length > 0 ? cellAddresses(host, job) : () => '';
  const rows = urgent
    .slice(0, ROWS)
    .map(
      ({ id, kind, note }) =>
        `- ${id.replace(/\s+/g, ' ')}: ${KIND_WORDS[kind]}${note === '' ? '' : ` (${note})`}${cellAddress(id)}`,
    );
  const more = urgent.length > ROWS ? [`- and ${urgent.length - ROWS} more, in the tab TT report`] : [];
  return [
    `${title}, ${sheet}, column ${key.header}`,
    '',
    ...lines,
    ...(rows.length > 0 ? ['', 'These need somebody:', ...rows, ...more] : []),
  ];
}

/** Address of a row at the time of the mail; '' if the row is gone. */
function cellAddresses(host: Host, job: Job): (id: string) => string {
  try {
    const { rowsOf, cellOf } = idRows(host, job.sheetId, job.key.header);
    return (id) => rowsOf(id).map((row) => ` ${addressOf(host, job)}&range=${cellOf(row)}`)[0] ?? '';
  } catch {
    return () => '';
  }
}
