/** The mail about a schedule's run: a line for each kind of change, then the rows that need somebody. */
import { asTtError } from '../../core/errors';
import { NEEDS_SOMEBODY } from '../changes/change';
import { idRows } from '../changes/id-rows';
import { unseenLines } from '../changes/report';
import { headline, KIND_WORDS, summaryLines } from '../changes/words';
import type { Host } from '../interfaces/host';
import type { Job } from '../jobs/state';
import { readSchedules, updateStored } from './store';

/** Rows that are listed: the report has them all. */
const ROWS = 50;

/** Mail is asked for by the user; that it fails must not fail the run. */
export function mailResult(host: Host, job: Job, result: string): void {
  const schedule = readSchedules(host).find(({ id }) => id === job.schedule);
  if (!schedule) return;
  const failed = job.state !== 'done';
  const wanted = schedule.mail === 'digest' || (schedule.mail === 'failures' && failed);
  // A quiet night is not worth a mail.
  const quiet = !failed && Object.keys(job.findings?.kinds ?? {}).length === 0;
  if (!wanted || quiet || job.state === 'cancelled') return;
  const subject = failed
    ? `Tracer Tools: ${job.title}, ${job.sheet}, did not finish`
    : `Tracer Tools: ${job.findings === null ? job.title : headline(job.findings)}, ${job.sheet}`;
  try {
    host.mail(schedule.owner, subject, digestText(host, job, result));
  } catch (error) {
    const { message } = asTtError(error);
    updateStored(host, job.schedule, (stored) => {
      stored.problem = `the mail was not sent: ${message}`;
    });
  }
}

/** Where the row stood when the mail was written, or ''. */
function rowAddresses(host: Host, job: Job, address: string): (id: string) => string {
  try {
    const { rowsOf, cellOf } = idRows(host, job.sheetId, job.key.header);
    return (id) => rowsOf(id).map((row) => ` ${address}&range=${cellOf(row)}`)[0] ?? '';
  } catch {
    return () => '';
  }
}

/** Plain text; nothing in it that does not stand in the sheet. */
function digestText(host: Host, job: Job, result: string): string {
  const address = `https://docs.google.com/spreadsheets/d/${host.file.id()}/edit#gid=${job.sheetId}`;
  const lines =
    job.findings === null
      ? [result]
      : [headline(job.findings), ...summaryLines(job.findings).map((line) => `- ${line}`)];
  const rowAddress = rowAddresses(host, job, address);
  const rows = unseenLines(host)
    .filter(({ run, kind }) => run === job.id && NEEDS_SOMEBODY.includes(kind))
    .map(
      ({ id, kind, note }) =>
        `- ${id}: ${KIND_WORDS[kind]}${note === '' ? '' : ` (${note})`}${rowAddress(id)}`,
    );
  const more = rows.length > ROWS ? [`- and ${rows.length - ROWS} more, in the tab TT report`] : [];
  return [
    `${job.title}, ${job.sheet}, column ${job.key.header}`,
    '',
    ...lines,
    ...(rows.length > 0 ? ['', 'These need somebody:', ...rows.slice(0, ROWS), ...more] : []),
    '',
    `Open the sheet: ${address}`,
    'You get this because you made or took over this schedule. To stop it: Tracer Tools › Schedule › Mail.',
  ].join('\n');
}
