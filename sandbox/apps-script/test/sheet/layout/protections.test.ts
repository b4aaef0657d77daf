/** Protected ranges and tabs: who may edit which cells. */
import type { ProtectedRange } from '../../../src/sheet/layout/protections';
import { Protections } from '../../../src/sheet/layout/protections';
import { boxOf } from '../helpers';

const range = (box: string | null, more: Partial<ProtectedRange> = {}): ProtectedRange => ({
  box: box === null ? null : boxOf(box),
  editors: ['ada'],
  description: '',
  warningOnly: false,
  unprotected: [],
  ...more,
});

test('a warning stops nobody; all ranges that touch the cells count', () => {
  const protections = new Protections();
  protections.add(range('A1:A9', { warningOnly: true }));
  expect(protections.editableBy(boxOf('A1'), 'bob')).toBe(true);
  const first = protections.add(range('A1:B2'));
  protections.add(range('B2:C3', { editors: ['bob'] }));
  expect(protections.editableBy(boxOf('B2'), 'ada')).toBe(false);
  expect(protections.editableBy(boxOf('A1'), 'ada')).toBe(true);
  protections.remove(first);
  expect(protections.editableBy(boxOf('A1:B2'), 'bob')).toBe(true);
});

test('a protected tab with holes: cells are free where holes cover them all', () => {
  const protections = new Protections();
  const tab = protections.add(range(null, { unprotected: [boxOf('A1:B5'), boxOf('C1:C5'), boxOf('A6:C6')] }));
  const free = (box: string) => protections.editableBy(boxOf(box), 'bob');
  expect(['B2:C4', 'A1:C6', 'A1:C7', 'D1', 'C5:D5'].map(free)).toEqual([true, true, false, false, false]);
  expect(protections.editableBy(boxOf('D1'), 'ada')).toBe(true);
  protections.follow({ kind: 'insert', axis: 'columns', before: 1, count: 1 });
  expect(['A1', 'C2:D4'].map(free)).toEqual([false, true]);
  protections.follow({ kind: 'delete', axis: 'columns', first: 2, count: 3 });
  expect([tab.unprotected, free('A1')]).toEqual([[], false]);
});

test('a protected range follows its cells and ends with them', () => {
  const protections = new Protections();
  protections.add(range('B2:B4'));
  protections.follow({ kind: 'move', axis: 'rows', first: 2, count: 3, before: 9 });
  expect(protections.all()[0]!.box).toEqual(boxOf('B6:B8'));
  protections.follow({ kind: 'delete', axis: 'columns', first: 2, count: 1 });
  expect(protections.all()).toEqual([]);
});
