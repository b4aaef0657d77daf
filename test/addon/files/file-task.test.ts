/** Work of the Files panel that has not ended: each piece is kept by itself until it ends or is forgotten. */
import { fileTask, storeAccess } from '../../../src/addon/files/file-task';
import type { FileTask } from '../../../src/addon/interfaces/files-api';
import { fakeHost } from '../../support/fake-host';

const task = (begun: string, more: Partial<FileTask> = {}): FileTask => ({
  tool: `Copy of ${begun}`,
  args: { kind: 'copy', to: 'gs://lab/to', from: '[["gs://lab/a","folder",3,17]]' },
  begun,
  ...more,
});
const [MONDAY, TUESDAY, FRIDAY] = [
  '2026-11-30T10:00:00.000Z',
  '2026-12-01T10:00:00.000Z',
  '2026-12-04T10:00:00.000Z',
];

test('several are kept, oldest first; one that ended leaves the others', () => {
  const host = fakeHost();
  expect(storeAccess(host).tasks).toEqual([]);
  for (const begun of [TUESDAY, MONDAY, FRIDAY]) fileTask(host, task(begun), true);
  expect(storeAccess(host).tasks).toEqual([task(MONDAY), task(TUESDAY), task(FRIDAY)]);
  fileTask(host, task(TUESDAY), false);
  expect(storeAccess(host).tasks).toEqual([task(MONDAY), task(FRIDAY)]);
  fileTask(host, task(TUESDAY), false);
  expect(storeAccess(host).tasks).toHaveLength(2);
});

test('work that is gone on with replaces its record', () => {
  const host = fakeHost();
  fileTask(host, task(MONDAY), true);
  fileTask(host, task(MONDAY, { tool: 'Copy, gone on with' }), true);
  expect(storeAccess(host).tasks).toEqual([task(MONDAY, { tool: 'Copy, gone on with' })]);
});

test('the one task that earlier versions kept is listed, gone on with and removed', () => {
  const host = fakeHost();
  host.userStore.set('file-task', JSON.stringify(task(MONDAY)));
  fileTask(host, task(TUESDAY), true);
  expect(storeAccess(host).tasks).toEqual([task(MONDAY), task(TUESDAY)]);
  fileTask(host, task(MONDAY), true);
  expect(storeAccess(host).tasks).toHaveLength(2);
  fileTask(host, task(MONDAY), false);
  expect(host.userStore.get('file-task')).toBeNull();
  expect(storeAccess(host).tasks).toEqual([task(TUESDAY)]);
});

test('more than are kept, and one that is too long, are refused; nothing is dropped', () => {
  const host = fakeHost();
  const many = Array.from({ length: 20 }, (_none, n) => task(`2026-11-${String(n + 1).padStart(2, '0')}`));
  for (const one of many) fileTask(host, one, true);
  expect(() => fileTask(host, task(FRIDAY), true)).toThrow(/20 pieces of work are unfinished/);
  fileTask(host, many[3]!, true);
  expect(storeAccess(host).tasks).toEqual(many);
  fileTask(host, many[0]!, false);
  const long = task(FRIDAY, { args: { from: 'x'.repeat(9000) } });
  expect(() => fileTask(host, long, true)).toThrow(/too long to be kept/);
  expect(storeAccess(host).tasks).toEqual(many.slice(1));
});
