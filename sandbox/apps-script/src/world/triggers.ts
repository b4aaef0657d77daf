/** Installed triggers and their due times. They outlive executions and belong to their creator. */

import { calendarFields } from '../sheet/values/calendar-fields';

export type Schedule =
  | { kind: 'once'; at: number }
  | { kind: 'minutes'; every: number }
  | { kind: 'hours'; every: number }
  | {
      kind: 'days';
      every: number;
      hour: number;
      weekday: number | null;
      monthDay: number | null;
      zone: string;
    };

export interface TriggerRecord {
  id: string;
  user: string;
  fn: string;
  /** CLOCK, ON_OPEN, ON_EDIT, ON_CHANGE or ON_FORM_SUBMIT. */
  event: string;
  workbook: string;
  schedule: Schedule | null;
  /**
   * Its next time, or null: for event triggers, and for one-shot triggers that have fired (they count until deleted).
   */
  due: number | null;
  /** Milliseconds after the full hour at which it fires: random, but then fixed. */
  within: number;
}

const HOUR = 3600_000;

export class Triggers {
  private records: TriggerRecord[] = [];
  private count = 0;

  constructor(
    private readonly random: () => number,
    private readonly now: () => number,
  ) {}

  list(user?: string): TriggerRecord[] {
    return this.records.filter((record) => user === undefined || record.user === user);
  }

  get(id: string): TriggerRecord | undefined {
    return this.records.find((record) => record.id === id);
  }

  add(record: Omit<TriggerRecord, 'id' | 'due' | 'within'>): TriggerRecord {
    this.count += 1;
    const within = Math.floor(this.random() * 60) * 60_000;
    const due = record.schedule ? this.first(record.schedule, within) : null;
    const newTrigger = { ...record, id: String(4_100_000_000 + this.count), due, within };
    this.records.push(newTrigger);
    return newTrigger;
  }

  remove(id: string): boolean {
    const before = this.records.length;
    this.records = this.records.filter((record) => record.id !== id);
    return this.records.length < before;
  }

  /** The next trigger that is due at or before a time. */
  dueBy(time: number): TriggerRecord | null {
    let next: TriggerRecord | null = null;
    for (const record of this.records) {
      if (record.due !== null && record.due <= time && (next?.due == null || record.due < next.due))
        next = record;
    }
    return next;
  }

  /** Sets the next time after the trigger has fired. */
  passed(record: TriggerRecord): void {
    const schedule = record.schedule;
    if (!schedule || record.due === null || schedule.kind === 'once') {
      record.due = null;
    } else if (schedule.kind === 'days') {
      const step = schedule.monthDay === null ? schedule.every * 24 * HOUR - HOUR : HOUR;
      record.due = daySlot(record.due + step, schedule) + record.within;
    } else {
      const step = schedule.every * (schedule.kind === 'hours' ? HOUR : 60_000);
      // If the clock jumped over several times, it fires once, as after a server outage.
      record.due += Math.max(1, Math.ceil((this.now() - record.due) / step)) * step;
    }
  }

  private first(schedule: Schedule, within: number): number {
    const now = this.now();
    if (schedule.kind === 'once') return Math.max(schedule.at, now);
    if (schedule.kind === 'minutes') return now + schedule.every * 60_000;
    if (schedule.kind === 'hours') {
      const slot = Math.floor(now / HOUR) * HOUR + within;
      return slot > now ? slot : slot + HOUR;
    }
    return daySlot(now, schedule) + within;
  }
}

/** The start of the first full hour after a time that matches the schedule. */
function daySlot(after: number, schedule: Extract<Schedule, { kind: 'days' }>): number {
  // Full hours of the zone: in some zones they differ from UTC's by half an hour.
  const first = calendarFields(schedule.zone, after);
  let slot = after - ((first.minute * 60 + first.second) * 1000 + first.milli) + HOUR;
  for (let tries = 0; tries < 24 * 400; tries++, slot += HOUR) {
    const parts = calendarFields(schedule.zone, slot);
    if (parts.hour !== schedule.hour) continue;
    if (schedule.weekday !== null && parts.weekday !== schedule.weekday) continue;
    if (schedule.monthDay !== null && parts.day !== schedule.monthDay) continue;
    return slot;
  }
  return slot;
}
