/** Saving, loading, errors and promises of a script. */

import { bench, messageOf, resultOf } from '../bench-host';

describe('saving', () => {
  const BAD_SOURCES = [
    ['a BigInt literal', 'function main() { return 1n; }'],
    ['a private field', 'class A { #x = 1; }'],
    ['a class field', 'class A { x = 1; }'],
    ['optional chaining', 'function main(a) { return a?.b; }'],
    ['a module', 'export function main() {}'],
  ];
  test.each(BAD_SOURCES)('%s is refused', (_what, code) => {
    expect(() => bench(code)).toThrow(/cannot be saved, its syntax is newer than ES2019/);
  });

  test('BigInt("10") is fine', () => {
    expect(resultOf('return String(BigInt("720575940621039145") + BigInt(1));')).toBe('720575940621039146');
  });
});

describe('loading', () => {
  test('a service touched at the top level fails the run', () => {
    const { main } = bench('var zone = Session.getScriptTimeZone(); function main() { return zone; }');
    expect(main()).toMatchObject({
      ok: false,
      message: expect.stringContaining('Session.getScriptTimeZone'),
    });
  });

  test('enums and console may be touched at the top level', () => {
    const { main } = bench(
      'var full = ScriptApp.AuthMode.FULL; console.log("hi"); function main() { return String(full); }',
    );
    expect(main()).toEqual({ ok: true, value: 'FULL' });
  });

  test('an error at the top level breaks every entry point and names its line', () => {
    const { main } = bench('\n\nthrow new TypeError("broken");\nfunction main() {}');
    expect(main()).toEqual({ ok: false, name: 'TypeError', message: 'broken', line: 3 });
  });

  test('functions are found as declarations, as variables and as members', () => {
    const { host } = bench(
      'function a() { return 1; } const b = () => 2; var c = { d: function () { return 3; } };',
    );
    const run = (fn: string) => host.run(fn, [], { user: 'ada@example.org' });
    expect([run('a'), run('b'), run('c.d')].map((outcome) => outcome.ok && outcome.value)).toEqual([1, 2, 3]);
    expect(run('nothing')).toMatchObject({ ok: false, message: 'Script function not found: nothing' });
    expect(run('a();b')).toMatchObject({ ok: false, message: 'Script function not found: a();b' });
  });
});

describe('errors', () => {
  test('a refusal is an Exception that a script can catch', () => {
    const body = `try { SpreadsheetApp.getActiveSheet().getRange(0, 1); }
      catch (e) { return [e instanceof Error, e.name, e.message, String(e)]; }`;
    expect(resultOf(body)).toEqual([
      true,
      'Exception',
      'The starting row of the range is too small.',
      'Exception: The starting row of the range is too small.',
    ]);
  });

  test('wrong arguments are refused in the words of Apps Script', () => {
    expect(messageOf('SpreadsheetApp.getActive().getSheetByName(5);')).toBe(
      "The parameters (number) don't match the method signature for SpreadsheetApp.Spreadsheet.getSheetByName.",
    );
    expect(messageOf('SpreadsheetApp.getActiveSheet().getRange(1, undefined);')).toBe(
      "The parameters (number,null) don't match the method signature for SpreadsheetApp.Sheet.getRange.",
    );
    expect(messageOf('SpreadsheetApp.getActiveSheet().getRange("A1").setValue(BigInt(5));')).toBe(
      "The parameters (bigint) don't match the method signature for SpreadsheetApp.Range.setValue.",
    );
  });

  test('an unknown method is an ordinary TypeError', () => {
    expect(messageOf('SpreadsheetApp.getActive().nothing();')).toMatch(/nothing is not a function/);
  });

  test('a thrown error reports its name and line', () => {
    const { main } = bench(
      'function main() {\n  helper();\n}\nfunction helper() {\n  throw new RangeError("too far");\n}',
    );
    expect(main()).toEqual({ ok: false, name: 'RangeError', message: 'too far', line: 5 });
  });

  test('a thrown text is its own message', () => {
    expect(messageOf('throw "plain";')).toBe('plain');
  });
});

describe('promises', () => {
  test('an async function that waits for synchronous services is done at once', () => {
    const { main } = bench(
      'async function main() { const id = await Utilities.getUuid(); await null; return id.length; }',
    );
    expect(main()).toEqual({ ok: true, value: 36 });
  });

  test('a rejection is a failure', () => {
    const { main } = bench('async function main() { await null; throw new Error("late"); }');
    expect(main()).toMatchObject({ ok: false, message: 'late' });
  });

  test('WebAssembly.instantiate settles in runAsync and not in run', async () => {
    const code = `async function main() {
      const bytes = new Uint8Array([0,97,115,109,1,0,0,0,1,5,1,96,0,1,127,3,2,1,0,7,5,1,1,102,0,0,10,6,1,4,0,65,42,11]);
      const made = await WebAssembly.instantiate(bytes);
      return made.instance.exports.f();
    }`;
    const { host, main } = bench(code);
    expect(main()).toMatchObject({ ok: false, message: 'The script is still waiting: use runAsync' });
    expect(await host.runAsync('main', [], { user: 'ada@example.org' })).toEqual({ ok: true, value: 42 });
  });
});
