// Whether a job can run on the selection.
import type { JobChoice, SelectionView } from '../../src/addon/interfaces/api';

/** For a job on texts, a cell that is not an id is a text, not a damaged id. */
export function isReady(
  job: Pick<JobChoice, 'takes'> | undefined,
  selection: SelectionView | null,
): selection is SelectionView {
  if (job === undefined || selection === null) return false;
  return selection.ids > 0 || (job.takes === 'texts' && selection.damaged.length > 0);
}
