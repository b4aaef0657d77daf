/** Calendar fields of a timestamp in a time zone. */

export interface CalendarFields {
  year: number;
  /** 1–12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  milli: number;
  /** 0 is Sunday. */
  weekday: number;
  /** Minutes east of UTC. */
  offset: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** Throws a RangeError for an unknown zone. `GMT+2` is read as in Java. */
export function calendarFields(zone: string, time: number): CalendarFields {
  const fixedOffset = /^(?:GMT|UTC)([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(zone);
  let wall: number;
  if (fixedOffset) {
    const minutes = Number(fixedOffset[2]) * 60 + Number(fixedOffset[3] ?? 0);
    wall = Math.floor(time / 1000) * 1000 + (fixedOffset[1] === '-' ? -minutes : minutes) * 60_000;
  } else {
    const fields: Record<string, number> = {};
    for (const part of formatOf(zone).formatToParts(time)) fields[part.type] = Number(part.value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
    wall = Date.UTC(year, month - 1, day, hour, minute, second);
  }
  const at = new Date(wall);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
    milli: ((time % 1000) + 1000) % 1000,
    weekday: at.getUTCDay(),
    offset: Math.round((wall - Math.floor(time / 1000) * 1000) / 60_000),
  };
}
