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
  damaged: [],
};
const links: SelectionView = { ...none, blank: 0, damaged: [{ a1: 'A2', shown: 'https://…', code: 'ID' }] };

test('jobs on ids need an id', () => {
  expect(isReady('details', null)).toBe(false);
  expect(isReady('details', none)).toBe(false);
  expect(isReady('details', links)).toBe(false);
  expect(isReady('details', { ...none, ids: 1 })).toBe(true);
});

test('old links are no ids: they are enough for their own job, and for no other', () => {
  expect(isReady('doctor', links)).toBe(true);
  expect(isReady('doctor', none)).toBe(false);
  expect(isReady('links', links)).toBe(false);
});
