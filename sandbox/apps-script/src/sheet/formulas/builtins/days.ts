/** Date functions. NOW and TODAY are volatile. */

import { numberIn } from '../../values/coerce';
import { serialOfDay, wallClock } from '../../values/dates';
import { Day, Fault } from '../../values/values';
import { type BuiltinTable, define, num, text } from './define';

const part = (read: (clock: Date) => number) => define(1, 1, 's', ([x]) => read(wallClock(num(x))));

export const days: BuiltinTable = {
  NOW: define(0, 0, 's', (_, context) => {
    context.volatile = true;
    return new Day(context.now());
  }),
  TODAY: define(0, 0, 's', (_, context) => {
    context.volatile = true;
    return new Day(Math.floor(context.now()));
  }),
  DATE: define(3, 3, 's', ([year, month, day]) => {
    const y = Math.trunc(num(year));
    const start = new Date(Date.UTC(y < 1900 ? y + 1900 : y, Math.trunc(num(month)) - 1, 1));
    const serial = serialOfDay(start.getUTCFullYear(), start.getUTCMonth() + 1, 1)!;
    return new Day(serial + Math.trunc(num(day)) - 1);
  }),
  DATEVALUE: define(1, 1, 's', ([x]) => {
    const serial = x instanceof Day ? x.serial : numberIn(text(x));
    return serial === null
      ? new Fault('#VALUE!', `DATEVALUE parameter '${text(x)}' cannot be parsed to date/time.`)
      : Math.floor(serial);
  }),
  YEAR: part((clock) => clock.getUTCFullYear()),
  MONTH: part((clock) => clock.getUTCMonth() + 1),
  DAY: part((clock) => clock.getUTCDate()),
  HOUR: part((clock) => clock.getUTCHours()),
  MINUTE: part((clock) => clock.getUTCMinutes()),
  SECOND: part((clock) => clock.getUTCSeconds()),
};
