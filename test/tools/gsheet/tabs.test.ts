/** Tabs and their columns as arrays. */

import { columnFor } from '../../../src/core/cells/headers';
import type { Cell } from '../../../src/core/table';
import { recordedDriver } from '../../../src/http/drivers/recorded';
import { runSync } from '../../../src/http/runner';
import { readArgs } from '../../../src/tools/declaration/args';
import type { ToolContext } from '../../../src/tools/declaration/declare';
import { errorOf, memory } from '../../support/sandbox-driver';
import { tool } from '../support';

const ROWS: Cell[][] = [
  ['root_id', 'type', 'B', '7'],
  ['720575941473274509', 'KC', 1, true],
  [null, '', null, null],
  ['720575941524660200', null, 2],
];
const CTX: ToolContext = {
  access: { server: '', token: '' },
  datastack: '',
  cache: memory(),
  now: () => 0,
  tabs: { names: () => ['Neurons', 'Empty'], values: (name) => (name === 'Neurons' ? ROWS : []) },
};
function ask(formula: string, values: unknown[], ctx = CTX) {
  const found = tool(formula);
  if (found.kind !== 'table') throw new Error('a table');
  const driver = recordedDriver(() => ({}));
  return runSync(found.answer(readArgs(found, values), ctx), driver, { now: () => 0, random: () => 0 });
}

test('a tab without its empty rows, or just as it is', () => {
  expect(ask('TT_TAB', ['Neurons'])).toEqual([ROWS[0], ROWS[1], ROWS[3]]);
  expect(ask('TT_TAB', ['Neurons', false])).toEqual(ROWS);
  expect(ask('TT_TAB', ['Empty'])).toEqual([]);
});

test.each<[unknown, (Cell | undefined)[]]>([
  ['root_id', ['720575941473274509', null, '720575941524660200']],
  ['A', ['720575941473274509', null, '720575941524660200']],
  ['b', [1, null, 2]],
  ['B', [1, null, 2]],
  [2, ['KC', '', null]],
  ['7', [true, null, null]],
  [undefined, ['720575941473274509', null, '720575941524660200']],
])('column %p', (column, cells) => {
  expect(ask('TT_COLUMN', ['Neurons', column]).flat()).toEqual(cells);
});

test('with its first row', () => {
  expect(ask('TT_COLUMN', ['Neurons', 'type', false]).flat()).toEqual(['type', 'KC', '', null]);
});

test.each(['nosuch', 'E', '5', '0', 'ZZZZ', '-1', 'A1'])('"%s" is no column', (column) => {
  expect(errorOf(() => ask('TT_COLUMN', ['Neurons', column]))).toMatchObject({ code: 'INPUT' });
});

test('letters count on after Z', () => {
  const wide = [Array.from({ length: 800 }, () => null)];
  expect(
    ['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'aaa'].map((name) => columnFor(wide, name, 'col')?.column),
  ).toEqual([1, 26, 27, 52, 53, 702, 703]);
});

test('a tab that there is not, or no spreadsheet, is said', () => {
  expect(errorOf(() => ask('TT_TAB', ['neurons']))).toMatchObject({
    code: 'INPUT',
    message: 'tab: there is no "neurons". There are Neurons, Empty',
  });
  const { tabs: _none, ...without } = CTX;
  expect(errorOf(() => ask('TT_TAB', ['Neurons'], without))).toMatchObject({ code: 'INPUT' });
});
