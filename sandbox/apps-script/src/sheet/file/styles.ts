/** Sets one property of each cell of a box. */

import type { GridCell } from '../engine/cells';
import type { Formula } from '../engine/formula';
import type { Box } from '../values/types';
import { checkInside, checkShape } from './shape';
import type { TabState } from './tab-state';

export function styleCells<T>(
  tab: TabState,
  box: Box,
  block: readonly (readonly T[])[],
  set: (cell: GridCell<Formula>, value: T) => void,
): void {
  checkInside(box, tab.maxRows, tab.maxColumns);
  checkShape(box, block);
  block.forEach((row, r) => {
    row.forEach((value, c) => {
      set(tab.cells.ensure(box.row + r, box.column + c), value);
    });
  });
  tab.host.announce(tab, box);
}
