/** The event objects that triggers hand over. */

import type { Box, CellValue, Grid } from '../sheet/types';
import { partsIn } from '../zones';
import type { Execution } from './execution';
import type { Mode } from './options';
import { EnumValue } from './remote';
import { Range } from './services/range';
import { UserObject } from './services/session';
import { Spreadsheet } from './services/spreadsheet';
import type { TriggerRecord } from './world/triggers';

/** What a user did in the grid. */
export interface Edit {
  grid: Grid;
  box: Box;
  /** Of a single cell only. */
  value?: CellValue;
  oldValue?: CellValue;
}

export function fileEvent(execution: Execution, mode: Mode) {
  return {
    authMode: new EnumValue('AuthMode', mode),
    source: new Spreadsheet(execution, execution.world.workbook),
    user: new UserObject(execution, mode === 'NONE' ? '' : execution.user),
  };
}

/** Edits of several cells carry no values. */
export function editEvent(execution: Execution, mode: Mode, edit: Edit) {
  const event = { ...fileEvent(execution, mode), range: new Range(execution, edit.grid, edit.box) };
  if (edit.box.rows * edit.box.columns > 1) return event;
  const { value, oldValue } = edit;
  return {
    ...event,
    ...(value === undefined ? {} : { value }),
    ...(oldValue === undefined ? {} : { oldValue }),
  };
}

export function clockEvent(execution: Execution, record: TriggerRecord) {
  const { world } = execution;
  const parts = partsIn(world.zone, world.clock.now());
  const newYear = Date.UTC(parts.year, 0, 1);
  const day = (Date.UTC(parts.year, parts.month - 1, parts.day) - newYear) / 86_400_000;
  return {
    authMode: new EnumValue('AuthMode', 'FULL'),
    triggerUid: record.id,
    year: parts.year,
    month: parts.month,
    'day-of-month': parts.day,
    'day-of-week': parts.weekday === 0 ? 7 : parts.weekday,
    'week-of-year': Math.floor((day + new Date(newYear).getUTCDay()) / 7) + 1,
    hour: parts.hour,
    minute: parts.minute,
    second: parts.second,
    timezone: 'UTC',
  };
}
