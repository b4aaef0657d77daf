/** Job "Check old links": writes a verdict beside each share link. */
import { TtError } from '../../core/errors';
import type { Work } from '../../http/work';
import { linkDoctor } from '../check/link-doctor';
import { examineLinks } from '../check/links/examine';
import { columnJob, type JobRow, type JobRun, jobOutput, type KeyedRow } from '../declaration/column-job';
import type { ToolContext } from '../declaration/declare';
import { link, text } from '../declaration/outputs';

export const doctorJob = columnJob({
  name: 'doctor',
  title: 'Check old links',
  summary: 'A verdict for each share link, and a working link in its place where there can be one.',
  keys: 'texts',
  outputs: [
    jobOutput(text('link_verdict'), 'works, or what is wrong', true),
    jobOutput(text('link_reason'), 'why', true),
    jobOutput(link('working_link'), 'a link that works, stale ids brought up to date', true),
  ],
  answersOf: [linkDoctor.name],
  answer: answerDoctor,
});

/** An address that cannot be reached gives an error to try again, never a verdict. */
function* answerDoctor(rows: readonly KeyedRow[], _run: JobRun, ctx: ToolContext): Work<Map<string, JobRow>> {
  const found = yield* examineLinks(
    ctx,
    rows.map((row) => row.text),
  );
  return new Map(
    rows.map(({ key, text: address }): [string, JobRow] => {
      const diagnosis = found.get(address)!;
      if (diagnosis instanceof TtError) return [key, { link_verdict: diagnosis }];
      const { verdict, reason, link: working } = diagnosis;
      return [key, { link_verdict: verdict, link_reason: reason, working_link: working }];
    }),
  );
}
