/** A line of a write record of a run that wrote nothing. */
import type { WriteRecordLine } from '../../src/addon/sheet/record/record-lines';

export const recordLine = (id: string, more: Partial<WriteRecordLine> = {}): WriteRecordLine => ({
  id,
  row: 1,
  state: 'done',
  before: {},
  after: {},
  mark: [],
  beside: {},
  ...more,
});
