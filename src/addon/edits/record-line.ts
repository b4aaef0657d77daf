/** The lines of an edit in `TT changes`. */
import type { WriteRecordLine } from '../sheet/record/write-record';

export const EMPTY: WriteRecordLine = {
  id: '',
  row: 0,
  state: 'held',
  before: {},
  after: {},
  mark: [],
  beside: {},
};

/** What the lines of cells are called in the record. */
export const CELLS = 'cells';
