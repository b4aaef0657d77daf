/** A new time, and a share that is estimated in place of counted, are no changes. */
import { isChange } from '../../../src/addon/jobs/is-change';
import type { Cell } from '../../../src/core/table';

const at = (day: number) => new Date(Date.UTC(2026, 5, day));

test.each<[string, Cell, Cell, boolean]>([
  ['current_id', '1', '2', true],
  ['current_id', '', '2', false],
  ['current_id', '2', '2', false],
  ['as_of', at(1), at(2), false],
  ['volume_um3', 1, 1.01, true],
  ['share', 0.9516, 0.9521, true],
  ['share', 0.9516498, '≈0.9516', false],
  ['share', '≈0.9516', 0.9796, false],
  ['share', '≈0.9516', '≈0.9620', false],
  ['share', '≈0.9516', '', true],
  ['share', '≈0.9516', '≈0.7054', true],
  ['share', 1, '≈0.6', true],
  ['share', '≈0.9516', '#TT AMBIGUOUS: 0.6 / 0.4', true],
  ['share', '≈ about half', 0.5, true],
  ['notes', '≈0.95', '≈0.96', true],
])('%s: %s to %s', (output, held, value, expected) => {
  expect(isChange(output, held, value)).toBe(expected);
});
