import { isReady } from '../../../sidebar/run/is-ready';
import type { SelectionView } from '../../../src/addon/interfaces/api';

const none: SelectionView = {
  sheetId: 1,
  sheet: 'Links',
  a1: 'A2:A3',
  column: 'A',
  header: 'link',
  firstRow: 2,
  lastRow: 3,
  ids: 0,
  distinct: 0,
  blank: 2,
  none: 0,
  damaged: [],
};
const links: SelectionView = { ...none, blank: 0, damaged: [{ a1: 'A2', shown: 'https://…', code: 'ID' }] };

const onIds = { takes: 'ids' } as const;
const onTexts = { takes: 'texts' } as const;

test('jobs on ids need an id', () => {
  expect(isReady(onIds, null)).toBe(false);
  expect(isReady(undefined, { ...none, ids: 1 })).toBe(false);
  expect(isReady(onIds, none)).toBe(false);
  expect(isReady(onIds, links)).toBe(false);
  expect(isReady(onIds, { ...none, ids: 1 })).toBe(true);
});

test('old links are no ids: they are enough for their own job, and for no other', () => {
  expect(isReady(onTexts, links)).toBe(true);
  expect(isReady(onTexts, none)).toBe(false);
  expect(isReady(onIds, links)).toBe(false);
});
