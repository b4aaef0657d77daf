/** Triggers: what add-ons may create, and when they fire. */

import { ADA, BOB, bench, messageOf, resultOf } from '../../bench-host';

const HOUR = 3600_000;
const DAY = 24 * HOUR;
const log = `function note(e) {
  const p = PropertiesService.getScriptProperties();
  p.setProperty('log', (p.getProperty('log') || '') + ' ' + Date.now() + ':' + Session.getActiveUser().getEmail());
  return e && e.triggerUid;
}`;

describe('creating', () => {
  test.each([
    [
      `ScriptApp.newTrigger('f').timeBased().everyMinutes(30).create()`,
      'The recurrence interval for an Add-on trigger must be at least one hour.',
    ],
    [
      `ScriptApp.newTrigger('f').timeBased().everyMinutes(7)`,
      'The value you passed to everyMinutes was invalid. It must be one of 1, 5, 10, 15 or 30.',
    ],
    [
      `ScriptApp.newTrigger('f').timeBased().everyHours(5)`,
      'The value you passed to everyHours was invalid. It must be one of 1, 2, 4, 6, 8 or 12.',
    ],
    [
      `ScriptApp.newTrigger('f').timeBased().atHour(24)`,
      'The value you passed to atHour was invalid. It must be between 0 and 23.',
    ],
    [
      `for (let k = 0; k < 2; k++) ScriptApp.newTrigger('f').timeBased().everyHours(1).create()`,
      'This add-on has created too many time-based triggers in this document for this Google user account.',
    ],
    [
      `for (let k = 0; k < 2; k++) ScriptApp.newTrigger('f').forSpreadsheet(SpreadsheetApp.getActive()).onEdit().create()`,
      'This add-on has created too many edit triggers in this document for this Google user account.',
    ],
    [
      `ScriptApp.newTrigger('f').forSpreadsheet('another')`,
      'Add-on triggers can only be created for the file in which the add-on is used.',
    ],
    [`ScriptApp.newTrigger('f').timeBased().create()`, 'The trigger has no schedule.'],
  ])('%s', (code, message) => {
    expect(messageOf(code)).toBe(message);
  });

  test('a test deployment refuses them all', () => {
    expect(
      messageOf(`ScriptApp.newTrigger('f').timeBased().everyHours(1).create()`, {
        switches: { testDeployment: true },
      }),
    ).toBe(
      'The Add-on attempted an action that is not permitted in Test as Add-on mode. To use this action, you must deploy the Add-on.',
    );
  });

  test('another user may have one too; each sees their own', () => {
    const { host } =
      bench(`function make() { return ScriptApp.newTrigger('f').timeBased().everyHours(1).create().getUniqueId(); }
      function list() { return ScriptApp.getProjectTriggers().map(function (t) {
        return [t.getHandlerFunction(), String(t.getEventType()), String(t.getTriggerSource()), t.getTriggerSourceId()]; }); }`);
    expect(host.run('make', [], { user: ADA }).ok).toBe(true);
    expect(host.run('make', [], { user: BOB }).ok).toBe(true);
    expect(host.run('list', [], { user: ADA })).toEqual({ ok: true, value: [['f', 'CLOCK', 'CLOCK', null]] });
    expect(host.triggers.list().map((trigger) => trigger.user)).toEqual([ADA, BOB]);
    expect(host.triggers.list(BOB).length).toBe(1);
  });

  test('deleting makes room', () => {
    const body = `const make = function () { return ScriptApp.newTrigger('f').timeBased().everyHours(1).create(); };
      ScriptApp.deleteTrigger(make()); make();
      ScriptApp.getUserTriggers(SpreadsheetApp.getActive()).forEach(function (t) { ScriptApp.deleteTrigger(t); });
      return ScriptApp.getProjectTriggers().length;`;
    expect(resultOf(body)).toBe(0);
  });

  test('a spreadsheet trigger knows its file', () => {
    const body = `const t = ScriptApp.newTrigger('f').forSpreadsheet(SpreadsheetApp.getActive()).onChange().create();
      return [String(t.getEventType()), String(t.getTriggerSource()), t.getTriggerSourceId() === SpreadsheetApp.getActive().getId()];`;
    expect(resultOf(body)).toEqual(['ON_CHANGE', 'SPREADSHEETS', true]);
  });
});

describe('firing', () => {
  const make = (schedule: string) =>
    bench(
      `${log} function make() { return ScriptApp.newTrigger('note').timeBased()${schedule}.create().getUniqueId(); }`,
    );
  const times = ({ host }: ReturnType<typeof bench>) =>
    (host.world.properties.named('script').get('log') ?? '')
      .trim()
      .split(' ')
      .filter((entry) => entry !== '')
      .map((entry) => Number(entry.split(':')[0]));

  test('hourly, at one minute of the hour, as the creator, in FULL', () => {
    const result = make('.everyHours(1)');
    const began = result.host.clock.now();
    const id = result.host.run('make', [], { user: BOB });
    const firings = result.host.triggers.advance(24 * HOUR);
    expect(firings.length).toBe(24);
    expect(firings.every(({ outcome }) => outcome.ok && outcome.value === (id.ok && id.value))).toBe(true);
    const gaps = times(result)
      .slice(1)
      .map((time, k) => time - times(result)[k]!);
    expect(Math.max(...gaps.map((gap) => Math.abs(gap - HOUR)))).toBeLessThan(100);
    expect(result.host.ran.at(-1)).toMatchObject({ user: BOB, mode: 'FULL', entry: 'trigger' });
    expect(result.host.clock.now()).toBeGreaterThanOrEqual(began + 24 * HOUR);
  });

  test.each([2, 4, 12])('every %i hours', (hours) => {
    const output = make(`.everyHours(${hours})`);
    output.host.run('make', [], { user: ADA });
    expect(output.host.triggers.advance(2 * DAY).length).toBe(48 / hours);
  });

  test('daily at an hour of the zone', () => {
    const result = make(`.everyDays(1).atHour(9).inTimezone('America/New_York')`);
    result.host.run('make', [], { user: ADA });
    expect(result.host.triggers.advance(7 * DAY).length).toBe(7);
    expect(times(result).every((time) => new Date(time).getUTCHours() === 14)).toBe(true);
  });

  test('weekly on a day', () => {
    const result = make(`.everyWeeks(1).onWeekDay(ScriptApp.WeekDay.MONDAY).atHour(3)`);
    result.host.run('make', [], { user: ADA });
    expect(result.host.triggers.advance(28 * DAY).length).toBe(4);
    expect(
      times(result).every((time) => new Date(time).getUTCDay() === 1 && new Date(time).getUTCHours() === 3),
    ).toBe(true);
  });

  test('monthly on a date', () => {
    const result = make(`.onMonthDay(15).atHour(0)`);
    result.host.run('make', [], { user: ADA });
    result.host.triggers.advance(100 * DAY);
    expect(times(result).map((time) => new Date(time).toISOString().slice(0, 10))).toEqual([
      '2026-01-15',
      '2026-02-15',
      '2026-03-15',
    ]);
  });

  test('one-shots fire once and still count until deleted', () => {
    const newRoots = make('.after(60000)');
    newRoots.host.run('make', [], { user: ADA });
    expect(newRoots.host.triggers.advance(DAY).length).toBe(1);
    expect(newRoots.host.run('make', [], { user: ADA })).toMatchObject({
      message:
        'This add-on has created too many time-based triggers in this document for this Google user account.',
    });
  });

  test.each([
    [false, 'The recurrence interval for an Add-on trigger must be at least one hour.'],
    [true, 1],
  ])('a chain of one-shots, allowed: %s', (oneShotChain, expected) => {
    const { host } = bench(
      `function first() {
        ScriptApp.getProjectTriggers().forEach(function (t) { ScriptApp.deleteTrigger(t); });
        ScriptApp.newTrigger('first').timeBased().after(60000).create(); return ScriptApp.getProjectTriggers().length; }`,
      { switches: { oneShotChain } },
    );
    expect(host.run('first', [], { user: ADA })).toEqual({ ok: true, value: 1 });
    const [firing] = host.triggers.advance(61_000);
    expect(firing?.outcome).toMatchObject(
      oneShotChain ? { ok: true, value: expected } : { message: expected },
    );
  });

  test('the event says when', () => {
    const { host } =
      bench(`function tell(e) { return [e.year, e.month, e['day-of-month'], e.hour, String(e.authMode), e.timezone]; }
      function make() { ScriptApp.newTrigger('tell').timeBased().at(new Date(Date.UTC(2026, 1, 3, 4, 5))).create(); }`);
    host.run('make', [], { user: ADA });
    const [firing] = host.triggers.advance(60 * DAY);
    expect(firing?.outcome).toEqual({ ok: true, value: [2026, 2, 3, 4, 'FULL', 'UTC'] });
  });

  test('six minutes each, ninety a day', () => {
    const { host } = bench(`function long() { Utilities.sleep(290000); }
      function make() { ScriptApp.newTrigger('long').timeBased().everyHours(1).create(); }`);
    host.run('make', [], { user: ADA });
    const firings = host.triggers.advance(DAY);
    const refusals = firings.filter(({ outcome }) => !outcome.ok);
    expect(firings.length).toBe(24);
    expect(firings.findIndex(({ outcome }) => !outcome.ok)).toBe(Math.ceil((90 * 60) / 290));
    expect(refusals[0]?.outcome).toMatchObject({
      message: 'Service using too much computer time for one day',
    });
  });

  test('fire now, by id', () => {
    const result = make('.everyHours(1)');
    const id = result.host.run('make', [], { user: ADA });
    expect(result.host.triggers.fire(String(id.ok && id.value)).ok).toBe(true);
    expect(result.host.triggers.fire('none')).toMatchObject({ message: 'no such trigger: none' });
    expect(times(result).length).toBe(1);
  });

  test('a function that is gone', () => {
    const { host } = bench(
      `function make() { ScriptApp.newTrigger('gone').timeBased().everyHours(1).create(); }`,
    );
    host.run('make', [], { user: ADA });
    expect(host.triggers.advance(HOUR)[0]?.outcome).toMatchObject({
      message: 'Script function not found: gone',
    });
  });

  test.each([true, false])('the active spreadsheet is known: %s', (triggerKnowsSpreadsheet) => {
    const { host } = bench('function f() { return SpreadsheetApp.getActiveSpreadsheet() === null; }', {
      switches: { triggerKnowsSpreadsheet },
    });
    expect(host.run('f', [], { user: ADA, entry: 'trigger' })).toEqual({
      ok: true,
      value: !triggerKnowsSpreadsheet,
    });
  });
});
