/** Ready sheets: a tab of its own, its recipes and schedules; what cannot be made is said, and the tab stays. */
import { saveToken } from '../../../src/addon/access/settings';
import type { ReadyPlan } from '../../../src/addon/interfaces/api';
import { makeReady } from '../../../src/addon/recipes/ready';
import { recipes, saveRecipe } from '../../../src/addon/recipes/store';
import { schedules } from '../../../src/addon/schedules/schedules';
import { fakeHost } from '../../support/fake-host';

const A = '720575941473274509';
function signedIn() {
  const host = fakeHost();
  saveToken(host, '0123456789abcdef0123456789abcdef');
  return host;
}

const step = { kind: 'details', headers: ['current_id', 'proofread'] };
const PLAN: ReadyPlan = {
  tab: 'Census',
  headers: [
    { text: 'root_id', format: '@', pixels: 160 },
    { text: 'current_id', format: '', pixels: 0 },
  ],
  rows: [[A]],
  recipes: [{ column: 'root_id', name: 'Cell census', step }],
  datastack: 'brain_and_nerve_cord',
  schedule: true,
};

test('headers, formats, examples as text, a recipe and a schedule', () => {
  const host = signedIn();
  expect(makeReady(host, PLAN)).toEqual({ tab: 'Census', note: '' });
  const tab = host.tabNamed('Census');
  expect(tab.grid()).toEqual([
    ['root_id', 'current_id'],
    [A, ''],
  ]);
  expect([
    tab.formatBy.get('A2'),
    tab.formatBy.get('A900'),
    tab.formatBy.get('B2'),
    tab.widths.get(1),
    tab.frozen,
  ]).toEqual(['@', '@', undefined, 160, 1]);
  expect(recipes(host)).toMatchObject([{ name: 'Cell census', steps: [step] }]);
  expect(schedules(host)).toMatchObject([
    { steps: [{ sheet: 'Census', column: 'root_id' }], rhythm: { kind: 'days', hour: 2 } },
  ]);
  expect(host.chosen).toEqual([{ tabId: tab.id, a1: ['A2'] }]);
});

test('a second one gets a free name and shares the recipe; without a schedule nothing is scheduled', () => {
  const host = fakeHost();
  makeReady(host, { ...PLAN, schedule: false, rows: [] });
  expect(makeReady(host, { ...PLAN, schedule: false })).toEqual({ tab: 'Census 2', note: '' });
  expect(recipes(host)).toHaveLength(1);
  expect([schedules(host), [...host.handlers]]).toEqual([[], []]);
});

test('two id columns share one schedule, step by step', () => {
  const host = signedIn();
  const headers = ['left_id', 'right_id'].map((text) => ({ text, format: '@', pixels: 0 }));
  const pair = headers.map(({ text }) => ({ column: text, name: `Pairs ${text}`, step }));
  expect(makeReady(host, { ...PLAN, headers, rows: [[A, A]], recipes: pair }).note).toBe('');
  expect(schedules(host)).toMatchObject([{ steps: [{ column: 'left_id' }, { column: 'right_id' }] }]);
});

test('no room for another recipe: said, and the tab is there', () => {
  const host = fakeHost();
  for (let i = 0; i < 25; i++) saveRecipe(`r${i}`, [step], host);
  expect(makeReady(host, { ...PLAN, schedule: false })).toEqual({
    tab: 'Census',
    note: expect.stringContaining('Not made: this spreadsheet has 25 recipes'),
  });
});

test('without a token nothing is kept fresh, which is said', () => {
  const host = fakeHost();
  expect(makeReady(host, PLAN).note).toMatch(/^ Not made: .*token/i);
  expect([schedules(host), [...host.handlers]]).toEqual([[], []]);
});
