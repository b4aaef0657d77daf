/** Ends that no script survives: limits, endless loops, power loss. */

import { Kill, ScriptError } from '../../src/index';
import { ADA, bench } from '../bench-host';

const column = (rows: number) => ({ row: 1, column: 1, rows, columns: 1 });

test('six minutes on the clock end a menu run; catch and finally change nothing', () => {
  const { host, main } = bench(`function main() {
    const props = PropertiesService.getDocumentProperties();
    try { while (true) Utilities.sleep(60000); }
    catch (e) { props.setProperty('caught', '1'); }
    finally { try { props.setProperty('finally', '1'); } catch (e) { } }
    return 'survived';
  }`);
  const began = host.clock.now();
  expect(main()).toEqual({
    ok: false,
    name: '',
    message: 'Exceeded maximum execution time',
    line: 0,
    killed: true,
  });
  expect(host.clock.now() - began).toBe(360_000);
  expect(host.world.properties.named(`document ${host.world.workbook.id}`).all()).toEqual({});
});

test('a run that computes past its limit is killed at its next call', () => {
  const { host, main } = bench('function main() { Utilities.getUuid(); return Utilities.getUuid(); }');
  let calls = 0;
  host.hooks.beforeCall = () => {
    calls += 1;
    if (calls === 2) host.clock.advance(400_000);
  };
  expect(main()).toMatchObject({ killed: true });
});

test('an endless loop is ended by real time', () => {
  const { main } = bench('function main() { while (true) {} }', { switches: { realLimitMs: 60 } });
  expect(main()).toMatchObject({ killed: true });
});

test('an endless loop at load is ended too', () => {
  const { main } = bench('while (true) {} function main() {}', { switches: { realLimitMs: 60 } });
  expect(main()).toMatchObject({ killed: true });
});

test('the script sees the virtual clock', () => {
  const { main } = bench(`function main() {
    const a = Date.now(), b = new Date(); Utilities.sleep(1500);
    return [new Date().getTime() - a, b.getTime() - a, new Date(5).getTime(), new Date(2020, 0, 2).getFullYear(),
      new Date() instanceof Date, Date.UTC(1970, 0, 1), typeof Date(), new Date().constructor === Date];
  }`);
  expect(main()).toEqual({ ok: true, value: [1500, 0, 5, 2020, true, 0, 'string', true] });
});

const WRITES = `function main() {
  const sheet = SpreadsheetApp.getActiveSheet();
  sheet.getRange('A1').setValue('flushed'); SpreadsheetApp.flush();
  PropertiesService.getScriptProperties().setProperty('kept', 'yes');
  sheet.getRange('A2').setValue('buffered');
  Utilities.getUuid();
  sheet.getRange('A3').setValue('never');
}`;

describe('power loss', () => {
  const killAtUuid = (_service: string, method: string) => {
    if (method === 'getUuid') throw new Kill('pulled the plug');
  };

  test('what was flushed or stored stays, what was buffered is lost', () => {
    const { host, main, workbook } = bench(WRITES);
    host.hooks.beforeCall = killAtUuid;
    expect(main()).toEqual({ ok: false, name: '', message: 'pulled the plug', line: 0, killed: true });
    expect(workbook.grids()[0]?.shown(column(3))).toEqual([['flushed'], [''], ['']]);
    expect(host.world.properties.named('script').get('kept')).toBe('yes');
  });

  test('or buffered writes still arrive, with the switch', () => {
    const { host, main, workbook } = bench(WRITES, { switches: { killLosesBufferedWrites: false } });
    host.hooks.beforeCall = killAtUuid;
    expect(main()).toMatchObject({ killed: true });
    expect(workbook.grids()[0]?.shown(column(3))).toEqual([['flushed'], ['buffered'], ['']]);
  });

  test('an ordinary exception keeps buffered writes', () => {
    const { host, main, workbook } = bench(WRITES);
    host.hooks.beforeCall = (_service, method) => {
      if (method === 'getUuid') throw new ScriptError('Service invoked too many times: utilities');
    };
    expect(main()).toMatchObject({
      ok: false,
      name: 'Exception',
      message: 'Service invoked too many times: utilities',
    });
    expect(workbook.grids()[0]?.shown(column(3))).toEqual([['flushed'], ['buffered'], ['']]);
  });

  test('locks of the dead are free', () => {
    const { host, main } = bench(
      `function main() { LockService.getScriptLock().waitLock(1); Utilities.getUuid(); }`,
    );
    host.hooks.beforeCall = killAtUuid;
    main();
    expect(host.world.locks.held()).toEqual([]);
  });
});

describe('hooks', () => {
  test('see every call with its arguments, and may change the sheet in between', () => {
    const { host, main, workbook } = bench(`function main() {
      const sheet = SpreadsheetApp.getActiveSheet();
      const before = sheet.getRange('A1:A2').getValues();
      return [before, sheet.getRange('A1:A2').getValues()];
    }`);
    const grid = workbook.grids()[0]!;
    grid.write(column(2), [['b'], ['a']]);
    let reads = 0;
    const log: string[] = [];
    host.hooks.beforeCall = (service, method, args) => {
      log.push(`${service}.${method}(${args.join()})`);
      if (method === 'getValues' && ++reads === 2) grid.sort(column(2), { column: 1, ascending: true });
    };
    expect(main()).toEqual({
      ok: true,
      value: [
        [['b'], ['a']],
        [['a'], ['b']],
      ],
    });
    expect(log).toEqual([
      'SpreadsheetApp.getActiveSheet()',
      'Sheet.getRange(A1:A2)',
      'Range.getValues()',
      'Sheet.getRange(A1:A2)',
      'Range.getValues()',
    ]);
  });

  test('a fault is an exception that the script may handle', () => {
    const { host, main } = bench(`function main() {
      try { Utilities.getUuid(); } catch (e) { return e.message; } }`);
    host.hooks.beforeCall = () => {
      throw new ScriptError(
        'Service invoked too many times in a short time: X. Try Utilities.sleep(1000) between calls.',
      );
    };
    expect(main()).toMatchObject({ ok: true, value: expect.stringContaining('in a short time') });
  });

  test('may run another execution in the middle of one', () => {
    const { host } =
      bench(`function outer() { Utilities.getUuid(); return CacheService.getScriptCache().get('k'); }
      function inner() { CacheService.getScriptCache().put('k', 'from inside'); }`);
    host.hooks.beforeCall = (_service, method) => {
      if (method === 'getUuid') host.run('inner', [], { user: ADA });
    };
    expect(host.run('outer', [], { user: ADA })).toEqual({ ok: true, value: 'from inside' });
    expect(host.ran.map((ran) => ran.fn)).toEqual(['inner', 'outer']);
  });

  test('thirty at once and no more', () => {
    const { host } = bench('function dive() { Utilities.getUuid(); }');
    const messages: string[] = [];
    host.hooks.beforeCall = () => {
      const outcome = host.run('dive', [], { user: ADA });
      if (!outcome.ok) messages.push(outcome.message);
    };
    expect(host.run('dive', [], { user: ADA }).ok).toBe(true);
    expect(messages).toEqual([
      'There are too many scripts running simultaneously for this Google user account.',
    ]);
    expect(host.ran.length).toBe(30);
  });
});

test('counters know each execution and all of them', () => {
  const { host, main } = bench(`function main() {
    const props = PropertiesService.getUserProperties();
    props.setProperty('a', '1'); props.getProperty('a'); props.getProperties();
    CacheService.getUserCache().getAll(['a', 'b']);
    SpreadsheetApp.getActiveSheet().getRange('A1').setValue(1);
  }`);
  main();
  main();
  expect(host.ran[0]?.counters).toMatchObject({
    propertyReads: 2,
    propertyWrites: 1,
    cacheReads: 1,
    sheetWrites: 1,
  });
  expect(host.ran[0]?.counters.calls).toMatchObject({ 'Properties.getProperty': 1, 'Range.setValue': 1 });
  expect(host.counters).toMatchObject({ propertyReads: 4, propertyWrites: 2 });
  expect(host.counters.calls['Range.setValue']).toBe(2);
});
