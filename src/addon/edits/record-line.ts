/** The lines of an edit in `TT changes`. */
import type { WriteRecordLine } from '../sheet/record/record-lines';

export const EMPTY: WriteRecordLine = {
  id: '',
  row: 0,
  state: 'held',
  before: {},
  after: {},
  mark: [],
  beside: {},
};

/** Id of the lines that record cells. */
export const CELLS = 'cells';
