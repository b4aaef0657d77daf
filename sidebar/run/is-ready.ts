// Whether a job can run on the selection.
import type { JobKind, SelectionView } from '../../src/addon/interfaces/api';

/** Jobs on any text: cells that are no ids are not damaged. */
const ON_TEXTS: ReadonlySet<JobKind> = new Set<JobKind>(['doctor']);

export function isReady(kind: JobKind, selection: SelectionView | null): selection is SelectionView {
  if (selection === null) return false;
  return selection.ids > 0 || (ON_TEXTS.has(kind) && selection.damaged.length > 0);
}
