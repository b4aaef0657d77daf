/** A line of a write record, as a run that wrote nothing leaves it. */
import type { WriteRecordLine } from '../../src/addon/sheet/record/write-record';

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
