/** Number formats of the columns that jobs own, from the outputs that the jobs declare under these headers. */
import { toolsOn } from '../../tools/registry';

/** What is written stays text, also where somebody types over it. */
export const PLAIN_TEXT = '@';

/** '' leaves Sheets' own. */
export function formatOfColumn(header: string): string {
  const outputs = toolsOn('columnJob').flatMap((job) => job.outputs);
  const output = outputs.find(({ name }) => name === header);
  if (output?.format === 'number') return output.numberFormat;
  return output?.format === 'id' || output?.format === 'text' ? PLAIN_TEXT : '';
}
