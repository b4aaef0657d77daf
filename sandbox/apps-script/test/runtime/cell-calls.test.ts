/** Formulas: conversion, anonymity, limits. */

import { ADA, BOB, bench, server, text } from '../bench-host';

const box = (row: number, column: number, rows = 1, columns = 1) => ({ row, column, rows, columns });

function cell(code: string, formula: string, more: Parameters<typeof bench>[1] = {}) {
  const environment = bench(code, more);
  const grid = environment.workbook.grids()[0]!;
  grid.write(box(1, 1), [[formula]]);
  environment.workbook.settle();
  return { ...environment, grid, view: grid.view(1, 1) };
}

test('names are the visible top-level functions, found in any case', () => {
  const { host, view } = cell(
    'function TT_X(a) { return a + "!"; } function hidden_() {} const B = () => 1;',
    '=tt_x("id")',
  );
  expect(host.customFunctions().names()).toEqual(['TT_X', 'B']);
  expect(view.shown).toBe('id!');
});

test('a private function is unknown to cells', () => {
  expect(cell('function hidden_() { return 1; }', '=hidden_()').view.error?.code).toBe('#NAME?');
});

test('arguments: cell, range, blanks, omitted', () => {
  const code = 'function F(a, b, c) { return JSON.stringify([a, b, c === undefined ? "undefined" : c]); }';
  const { workbook, grid } = cell(code, '');
  grid.write(box(1, 3, 2, 2), [
    [1, 'x'],
    [true, ''],
  ]);
  grid.write(box(1, 1), [['=F(C1, C1:D2)']]);
  workbook.settle();
  expect(grid.view(1, 1).shown).toBe('[1,[[1,"x"],[true,""]],"undefined"]');
});

test('a date argument is a Date, a returned string of digits stays text', () => {
  const { workbook, grid } = cell(
    'function F(a) { return [[a instanceof Date, "720575940621039145"]]; }',
    '',
  );
  grid.write(box(1, 3), [[new Date(Date.UTC(2026, 0, 2))]]);
  grid.write(box(1, 1), [['=F(C1)']]);
  workbook.settle();
  expect(grid.values(box(1, 1, 1, 2))).toEqual([[true, '720575940621039145']]);
});

test('a list is one column, null and undefined are empty', () => {
  const { grid } = cell('function F() { return ["a", null, undefined, "d"]; }', '=F()');
  expect(grid.values(box(1, 1, 4, 1))).toEqual([['a'], [''], [''], ['d']]);
});

test.each([
  ['function F() { throw new Error("id 5 is unknown"); }', 'id 5 is unknown (line 1).'],
  ['function F() { null.x; }', "TypeError: Cannot read properties of null (reading 'x') (line 1)."],
  ['function F() { throw "plain"; }', 'plain'],
  [
    'function F() { SpreadsheetApp.getActiveSheet().getRange("A1").setValue(1); }',
    'Exception: You do not have permission to call setValue (line 1).',
  ],
])('%s shows its message', (code, note) => {
  expect(cell(code, '=F()').view.error).toEqual({ code: '#ERROR!', note });
});

test('without the switch no line is added', () => {
  const { view } = cell('function F() { throw new Error("x"); }', '=F()', {
    switches: { cellErrorLine: false },
  });
  expect(view.error?.note).toBe('x');
});

test('what a cell cannot hold is an error', () => {
  expect(cell('function F() { return { a: 1 }; }', '=F()').view.error?.code).toBe('#ERROR!');
  expect(cell('function F() { return [[BigInt(1)]]; }', '=F()').view.error?.code).toBe('#ERROR!');
});

test('a promise fails, or is awaited with the switch', async () => {
  const code = 'async function F() { return 1; }';
  expect(cell(code, '=F()').view.error?.note).toBe('A formula may not return a promise');
  expect(cell(code, '=F()', { switches: { promiseInCell: 'await' } }).view.shown).toBe('1');
  const wasm = `async function F() {
    await WebAssembly.instantiate(new Uint8Array([0,97,115,109,1,0,0,0])); return 2; }`;
  const { workbook, grid } = cell(wasm, '=F()', { switches: { promiseInCell: 'await' } });
  expect(grid.view(1, 1).loading).toBe(true);
  for (let turns = 0; grid.view(1, 1).loading && turns < 2000; turns++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    workbook.settle();
  }
  expect(grid.view(1, 1).shown).toBe('2');
});

test('30 s and no more', () => {
  const { view, host } = cell('function F() { Utilities.sleep(30000); return 1; }', '=F()');
  expect(view.error).toEqual({ code: '#ERROR!', note: 'Exceeded maximum execution time (line 0).' });
  expect(host.ran[0]).toMatchObject({ ok: false, entry: 'cell', mode: 'CUSTOM_FUNCTION' });
});

describe('side by side', () => {
  const code = 'function F() { Utilities.sleep(1000); return 1; }';

  function many(count: number, more: Parameters<typeof bench>[1] = {}) {
    const workbench = bench(code, more);
    const grid = workbench.workbook.grids()[0]!;
    grid.write(
      box(1, 1, count),
      Array.from({ length: count }, () => ['=F()']),
    );
    const began = workbench.host.clock.now();
    workbench.workbook.settle();
    const endTime = Math.max(...workbench.host.ran.map((ran) => ran.end));
    return { ...workbench, grid, took: endTime - began };
  }

  test('thirty formulas take as long as one', () => {
    expect(many(30).took).toBe(1000);
  });
  test('one hundred take four rounds', () => {
    expect(many(100).took).toBe(4000);
  });
  test('or are refused beyond thirty, with the switch', () => {
    const { grid } = many(31, { switches: { overflowingCells: 'refuse' } });
    expect(grid.view(31, 1).error?.note).toBe(
      'There are too many scripts running simultaneously for this Google user account.',
    );
  });
  test("nobody else's clock moves", () => {
    const { host } = many(100);
    expect(host.clock.now()).toBe(host.ran[0]?.start);
  });
});

describe('whose properties', () => {
  const code = `function GET() { return PropertiesService.getUserProperties().getProperty('token') || 'none'; }
    function SET() { PropertiesService.getUserProperties().setProperty('token', 'x'); }
    function WHO() { return '[' + Session.getActiveUser().getEmail() + ']'; }
    function save(value) { PropertiesService.getUserProperties().setProperty('token', value); }`;

  test("the owner's, whoever is at the keyboard", () => {
    const { host, workbook, grid } = cell(code, '');
    host.run('save', ["ada's"], { user: ADA });
    host.run('save', ["bob's"], { user: BOB });
    host.keyboard = BOB;
    grid.write(box(1, 1), [['=GET()']]);
    workbook.settle();
    expect(grid.view(1, 1).shown).toBe("ada's");
    expect(host.ran.at(-1)).toMatchObject({ user: BOB });
  });

  test('nobody’s in a shared drive, with the switch', () => {
    const { host, workbook, grid } = cell(code, '', { switches: { userPropertiesInCells: 'none' } });
    host.run('save', ["ada's"], { user: ADA });
    grid.write(box(1, 1), [['=GET()']]);
    workbook.settle();
    expect(grid.view(1, 1).shown).toBe('none');
  });

  test('they cannot be written', () => {
    expect(cell(code, '=SET()').view.error?.note).toContain('You do not have permission to call setProperty');
  });

  test('the user is nameless', () => {
    expect(cell(code, '=WHO()').view.shown).toBe('[]');
  });
});

test('the active range is the calling cell', () => {
  const { workbook, grid } = cell(
    'function AT() { return SpreadsheetApp.getActiveRange().getA1Notation(); }',
    '',
  );
  grid.write(box(7, 3), [['=AT()']]);
  workbook.settle();
  expect(grid.view(7, 3).shown).toBe('C7');
});

test('fetching works in a cell', () => {
  const { view } = cell(
    'function F() { return UrlFetchApp.fetch("https://server.example/a").getContentText(); }',
    '=F()',
    {
      network: server({ '/a': () => text('fetched') }),
    },
  );
  expect(view.shown).toBe('fetched');
});

test('cells read inside make no dependency', () => {
  const { workbook, grid, host } = cell(
    'function F() { return SpreadsheetApp.getActiveSheet().getRange("C1").getValue(); }',
    '',
  );
  grid.write(box(1, 3), [['old']]);
  grid.write(box(1, 1), [['=F()']]);
  workbook.settle();
  grid.write(box(1, 3), [['new']]);
  workbook.settle();
  expect(grid.view(1, 1).shown).toBe('old');
  expect(host.ran.length).toBe(1);
});
