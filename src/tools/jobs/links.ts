/** Job "Links for these ids": writes a viewer link to the current segment of each id. */
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import type { Work } from '../../http/work';
import { columnJob, type JobRow, type JobRun, jobOutput, type KeyedRow } from '../declaration/column-job';
import type { ToolContext } from '../declaration/declare';
import { link } from '../declaration/outputs';
import { ngLink } from '../make/ng-link';
import { answerDetails, detailOutputs } from './segment-rows';

export const linksJob = columnJob({
  name: 'links',
  title: 'Links for these ids',
  summary: 'A viewer link for each segment, brought up to date first.',
  keys: 'pieces',
  outputs: [
    jobOutput(link('link'), 'opens the current segment in its viewer', true),
    ...detailOutputs(['current_id'], []),
  ],
  answersOf: [ngLink.name],
  answer: answerLinks,
});

/** The cell of a row without a link holds the error. */
function* answerLinks(rows: readonly KeyedRow[], run: JobRun, ctx: ToolContext): Work<Map<string, JobRow>> {
  const details = yield* answerDetails(rows, { ...run, headers: ['current_id'] }, ctx);
  const ids = [...details.values()].map((row) => row.current_id ?? null);
  const cells = ids.map((id): Cell[] => [id instanceof TtError ? null : id]);
  const links = yield* ngLink.answer({ ids: cells, options: [['each; current=no']] }, ctx);
  return new Map(
    rows.map(({ key }, i) => {
      const current = ids[i]!;
      const found = current instanceof TtError ? current : (links[i]?.[0] ?? null);
      return [key, { link: found, current_id: current instanceof TtError ? null : current }];
    }),
  );
}
