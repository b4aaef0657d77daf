/** The headers of columns that the add-on owns. */
import { toolsOn } from '../../tools/registry';

/** Every header that a job on ids may write. */
export const ownedHeaders = (): string[] => [
  ...new Set(
    toolsOn('columnJob').flatMap(({ keys, outputs }) =>
      keys === 'texts' ? [] : outputs.map(({ name }) => name),
    ),
  ),
];
