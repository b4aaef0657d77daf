/** Trigger builders, with the limits for add-ons. */

import { ScriptError } from '../../platform/errors';
import { EnumValue, ServiceObject, type Signatures } from '../../platform/service-object';
import type { Workbook } from '../../sheet/model/types';
import type { Schedule, TriggerRecord } from '../../world/triggers';
import type { ServiceContext } from '../context';

const PER_USER = 20;
const WEEKDAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];

function install(execution: ServiceContext, fn: string, event: string, schedule: Schedule | null): Trigger {
  const { world, user, invocation } = execution;
  if (world.switches.testDeployment) {
    throw new ScriptError(
      'The Add-on attempted an action that is not permitted in Test as Add-on mode. To use this action, you must deploy the Add-on.',
    );
  }
  const often = schedule?.kind === 'minutes';
  // Unverified: whether triggers may create one-shot triggers, and so run more often than hourly.
  const isChain =
    schedule?.kind === 'once' &&
    invocation.entry === 'trigger' &&
    !world.switches.oneShotChain &&
    schedule.at - world.clock.now() < 3600_000;
  if (often || isChain) {
    throw new ScriptError('The recurrence interval for an Add-on trigger must be at least one hour.');
  }
  const mine = world.triggers.list(user);
  const here = mine.filter((record) => record.workbook === world.workbook.id && record.event === event);
  if (event === 'CLOCK' && here.length > 0) {
    throw new ScriptError(
      'This add-on has created too many time-based triggers in this document for this Google user account.',
    );
  }
  if (here.length > 0) {
    throw new ScriptError(
      `This add-on has created too many ${event.replace('ON_', '').toLowerCase()} triggers in this document for this Google user account.`,
    );
  }
  if (mine.length >= PER_USER) {
    throw new ScriptError(
      'This script has too many triggers. Triggers must be deleted from the script before more can be added.',
    );
  }
  return new Trigger(
    execution,
    world.triggers.add({ user, fn, event, workbook: world.workbook.id, schedule }),
  );
}

/** The part of a Spreadsheet object that triggers use. */
export interface SpreadsheetReference {
  readonly workbook: Pick<Workbook, 'id'>;
}

export class TriggerBuilder extends ServiceObject {
  static readonly path = 'ScriptApp.TriggerBuilder';
  static readonly signatures: Signatures = { timeBased: [''], forSpreadsheet: ['r:Spreadsheet', 's'] };
  readonly kind = 'TriggerBuilder';

  constructor(
    readonly execution: ServiceContext,
    private readonly fn: string,
  ) {
    super();
  }

  timeBased() {
    return new ClockTriggerBuilder(this.execution, this.fn);
  }
  forSpreadsheet(target: SpreadsheetReference | string) {
    const id = typeof target === 'string' ? target : target.workbook.id;
    if (id !== this.execution.world.workbook.id) {
      throw new ScriptError('Add-on triggers can only be created for the file in which the add-on is used.');
    }
    return new SpreadsheetTriggerBuilder(this.execution, this.fn);
  }
}

export class SpreadsheetTriggerBuilder extends ServiceObject {
  static readonly path = 'ScriptApp.SpreadsheetTriggerBuilder';
  static readonly signatures: Signatures = {
    onOpen: [''],
    onEdit: [''],
    onChange: [''],
    onFormSubmit: [''],
    create: [''],
  };
  readonly kind = 'SpreadsheetTriggerBuilder';
  private event: string | null = null;

  constructor(
    readonly execution: ServiceContext,
    private readonly fn: string,
  ) {
    super();
  }

  onOpen() {
    return this.on('ON_OPEN');
  }
  onEdit() {
    return this.on('ON_EDIT');
  }
  onChange() {
    return this.on('ON_CHANGE');
  }
  onFormSubmit() {
    return this.on('ON_FORM_SUBMIT');
  }
  create() {
    if (this.event === null) throw new ScriptError('The trigger has no event type.');
    return install(this.execution, this.fn, this.event, null);
  }

  private on(event: string): this {
    this.event = event;
    return this;
  }
}

export class ClockTriggerBuilder extends ServiceObject {
  static readonly path = 'ScriptApp.ClockTriggerBuilder';
  static readonly signatures: Signatures = {
    after: ['n'],
    at: ['d'],
    atDate: ['n,n,n'],
    everyMinutes: ['n'],
    everyHours: ['n'],
    everyDays: ['n'],
    everyWeeks: ['n'],
    onWeekDay: ['e:WeekDay'],
    onMonthDay: ['n'],
    atHour: ['n'],
    nearMinute: ['n'],
    inTimezone: ['s'],
    create: [''],
  };
  readonly kind = 'ClockTriggerBuilder';
  private once: number | null = null;
  private minutes: number | null = null;
  private hours: number | null = null;
  private days: number | null = null;
  private weekday: number | null = null;
  private monthDay: number | null = null;
  private hour: number | null = null;
  private zone: string;

  constructor(
    readonly execution: ServiceContext,
    private readonly fn: string,
  ) {
    super();
    this.zone = execution.world.zone;
  }

  after(ms: number) {
    this.once = this.execution.world.clock.now() + ms;
    return this;
  }
  at(date: Date) {
    this.once = date.getTime();
    return this;
  }
  atDate(year: number, month: number, day: number) {
    this.once = Date.UTC(year, month - 1, day);
    return this;
  }
  everyMinutes(count: number) {
    this.minutes = oneOf(count, [1, 5, 10, 15, 30], 'everyMinutes');
    return this;
  }
  everyHours(count: number) {
    this.hours = oneOf(count, [1, 2, 4, 6, 8, 12], 'everyHours');
    return this;
  }
  everyDays(count: number) {
    this.days = count;
    return this;
  }
  everyWeeks(count: number) {
    this.days = count * 7;
    return this;
  }
  onWeekDay(day: EnumValue) {
    this.weekday = WEEKDAYS.indexOf(day.name);
    this.days ??= 7;
    return this;
  }
  onMonthDay(day: number) {
    this.monthDay = day;
    return this;
  }
  atHour(hour: number) {
    if (hour < 0 || hour > 23)
      throw new ScriptError('The value you passed to atHour was invalid. It must be between 0 and 23.');
    this.hour = hour;
    return this;
  }
  /** Real triggers fire within 15 minutes of the minute; this model chooses a minute of its own. */
  nearMinute(minute: number) {
    if (minute < 0 || minute > 59) {
      throw new ScriptError('The value you passed to nearMinute was invalid. It must be between 0 and 59.');
    }
    return this;
  }
  inTimezone(zone: string) {
    this.zone = zone;
    return this;
  }
  create() {
    return install(this.execution, this.fn, 'CLOCK', this.schedule());
  }

  private schedule(): Schedule {
    if (this.once !== null) return { kind: 'once', at: this.once };
    if (this.minutes !== null) return { kind: 'minutes', every: this.minutes };
    if (this.hours !== null) return { kind: 'hours', every: this.hours };
    if (this.days === null && this.monthDay === null) throw new ScriptError('The trigger has no schedule.');
    const { weekday, monthDay, zone } = this;
    return { kind: 'days', every: this.days ?? 1, hour: this.hour ?? 0, weekday, monthDay, zone };
  }
}

function oneOf(count: number, allowedCounts: number[], method: string): number {
  if (allowedCounts.includes(count)) return count;
  const last = allowedCounts.at(-1);
  const others = allowedCounts.slice(0, -1).join(', ');
  throw new ScriptError(
    `The value you passed to ${method} was invalid. It must be one of ${others} or ${last}.`,
  );
}

export class Trigger extends ServiceObject {
  static readonly path = 'ScriptApp.Trigger';
  static readonly signatures: Signatures = {
    getEventType: [''],
    getHandlerFunction: [''],
    getTriggerSource: [''],
    getTriggerSourceId: [''],
    getUniqueId: [''],
  };
  readonly kind = 'Trigger';

  constructor(
    readonly execution: ServiceContext,
    readonly record: TriggerRecord,
  ) {
    super();
  }

  getEventType() {
    return new EnumValue('EventType', this.record.event);
  }
  getHandlerFunction() {
    return this.record.fn;
  }
  getTriggerSource() {
    return new EnumValue('TriggerSource', this.record.event === 'CLOCK' ? 'CLOCK' : 'SPREADSHEETS');
  }
  getTriggerSourceId() {
    return this.record.event === 'CLOCK' ? null : this.record.workbook;
  }
  getUniqueId() {
    return this.record.id;
  }
}
