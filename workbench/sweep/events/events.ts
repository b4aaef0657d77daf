/** What people and the platform do to a sheet while the add-on works on it, one event at a time. */
import type { EventKind } from '../scene';
import { BLOCK_EVENTS } from './block-events';
import { CELL_EVENTS } from './cells';
import { COLUMN_EVENTS } from './columns';
import { FILE_EVENTS } from './file-events';
import { LAYOUT_EVENTS } from './layout-events';
import { MENU_EVENTS } from './menu-events';
import { ROW_EVENTS } from './rows';

export const EVENTS: readonly EventKind[] = [
  ...FILE_EVENTS,
  ...ROW_EVENTS,
  ...COLUMN_EVENTS,
  ...CELL_EVENTS,
  ...LAYOUT_EVENTS,
  ...BLOCK_EVENTS,
  ...MENU_EVENTS,
];
