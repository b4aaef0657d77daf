/** google.script.run: names, arguments, results. */

import { PageFile } from '../../src/index';
import { ADA, bench } from '../bench-host';

const CODE = `
function echo(a) { return a; }
function many() { return [].slice.call(arguments).map(function (x) { return x === null ? 'null' : typeof x; }); }
function hidden_() { return 1; }
var inner = { method: function () { return 1; } };
function dated() { return { when: new Date(0) }; }
function odd(kind) {
  if (kind === 'function') return { f: function () {} };
  if (kind === 'bigint') return BigInt(1);
  if (kind === 'circular') { var a = {}; a.a = a; return a; }
  if (kind === 'range') return SpreadsheetApp.getActiveSheet().getRange('A1');
}
function holes() { return { gone: undefined, list: [undefined, NaN, 1] }; }
function nothing() {}
function fail(kind) { if (kind === 'type') null.x; if (kind === 'text') throw 'plain'; throw new Error('sentence'); }
function upload(form) { return [form.title, form.file.getName(), form.file.getContentType(), form.file.getBytes()]; }
function mode() { return Session.getActiveUser().getEmail(); }
`;

const call = (fn: string, ...args: unknown[]) => bench(CODE).host.callFromPage(fn, args, ADA);

describe('names', () => {
  test.each(['hidden_', 'inner.method', 'inner', 'unknown', 'toString', '__proto__'])(
    '%s is not callable',
    (fn) => {
      expect(call(fn)).toEqual({
        ok: false,
        name: 'TypeError',
        message: `google.script.run.${fn} is not a function`,
        line: 0,
      });
    },
  );
  test('calls run in FULL as the user of the page', () => {
    expect(call('mode')).toEqual({ ok: true, value: ADA });
  });
});

describe('arguments', () => {
  test.each([[1], ['720575940621039145'], [true], [null], [[1, [2]]], [{ a: { b: ['c'] } }]])(
    '%j crosses',
    (value) => {
      expect(call('echo', value)).toEqual({ ok: true, value });
    },
  );
  test('undefined is null', () => {
    expect(call('many', undefined, 1)).toEqual({ ok: true, value: ['null', 'number'] });
  });

  const loop: Record<string, unknown> = {};
  loop.loop = loop;
  test.each([
    ['a date', new Date(0)],
    ['a date inside', { a: [new Date(0)] }],
    ['a function', () => 1],
    ['a bigint', 1n],
    ['a symbol', Symbol('x')],
    ['a map', new Map()],
    ['a loop', loop],
  ])('%s is refused', (_what, value) => {
    expect(call('many', 'fine', value)).toMatchObject({
      ok: false,
      message: 'Failed due to illegal value in property: 1',
    });
  });

  test('a form brings its files as Blobs', () => {
    const form = { title: 'mesh', file: new PageFile('a.obj', 'text/plain', Uint8Array.of(1, 200)) };
    expect(call('upload', form)).toEqual({ ok: true, value: ['mesh', 'a.obj', 'text/plain', [1, -56]] });
    expect(call('many', form, 1)).toMatchObject({ ok: false });
  });
});

describe('results', () => {
  test('a date makes the whole result null, or fails', () => {
    expect(call('dated')).toEqual({ ok: true, value: null });
    const { host } = bench(CODE, { switches: { returnedDate: 'fail' } });
    expect(host.callFromPage('dated', [], ADA)).toMatchObject({
      ok: false,
      message: 'The script completed but the returned value is not a supported return type.',
    });
  });
  test.each(['function', 'bigint', 'circular', 'range'])('a %s fails', (kind) => {
    expect(call('odd', kind)).toMatchObject({
      message: 'The script completed but the returned value is not a supported return type.',
    });
  });
  test('what JSON drops is dropped', () => {
    expect(call('holes')).toEqual({ ok: true, value: { list: [null, null, 1] } });
    expect(call('nothing')).toEqual({ ok: true, value: null });
  });
});

describe('failures', () => {
  test.each([
    ['error', 'Error: sentence'],
    ['type', "TypeError: Cannot read properties of null (reading 'x')"],
    ['text', 'plain'],
  ])('%s', (kind, message) => {
    expect(call('fail', kind)).toMatchObject({ ok: false, message });
  });
  test('without the switch the name is left out', () => {
    const { host } = bench(CODE, { switches: { failurePrefix: false } });
    expect(host.callFromPage('fail', ['error'], ADA)).toMatchObject({ message: 'sentence' });
  });
  test('a killed call says so', () => {
    const { host } = bench('function slow() { Utilities.sleep(300000); Utilities.sleep(300000); }');
    expect(host.callFromPage('slow', [], ADA)).toMatchObject({
      killed: true,
      message: 'Exceeded maximum execution time',
    });
  });
});
