/** The event objects of triggers. */

import type { Mode } from '../platform/options';
import { EnumValue } from '../platform/service-object';
import type { ServiceContext } from '../services/context';
import { UserObject } from '../services/script/session';
import { Range } from '../services/spreadsheet/range';
import { Spreadsheet } from '../services/spreadsheet/spreadsheet';
import type { Grid } from '../sheet/model/types';
import { calendarFields } from '../sheet/values/calendar-fields';
import type { Box, CellValue } from '../sheet/values/types';
import type { TriggerRecord } from '../world/triggers';

/** An edit by a user in the grid. */
export interface GridEdit {
  grid: Grid;
  box: Box;
  /** For a single cell only. */
  value?: CellValue;
  oldValue?: CellValue;
}

export function fileEvent(execution: ServiceContext, mode: Mode) {
  return {
    authMode: new EnumValue('AuthMode', mode),
    source: new Spreadsheet(execution, execution.world.workbook),
    user: new UserObject(execution, mode === 'NONE' ? '' : execution.user),
  };
}

/** Edits of several cells carry no values. */
export function editEvent(execution: ServiceContext, mode: Mode, edit: GridEdit) {
  const event = { ...fileEvent(execution, mode), range: new Range(execution, edit.grid, edit.box) };
  if (edit.box.rows * edit.box.columns > 1) return event;
  const { value, oldValue } = edit;
  return {
    ...event,
    ...(value === undefined ? {} : { value }),
    ...(oldValue === undefined ? {} : { oldValue }),
  };
}

export function clockEvent(execution: ServiceContext, record: TriggerRecord) {
  const { world } = execution;
  const parts = calendarFields(world.zone, world.clock.now());
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
