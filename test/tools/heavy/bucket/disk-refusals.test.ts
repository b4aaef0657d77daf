/**
 * A disk that refuses in the middle of each function's own work, at every call of the file system: nothing is lost,
 * nothing half-written has a final name or stays beside it, the message names the file and what to do, and the same
 * call finishes when the disk takes it again.
 */
import fs from 'node:fs';
import { LONG } from '../../../../workbench/long';
import {
  after,
  expectNothingLost,
  failuresOf,
  named,
  type Operation,
  OPERATIONS as REMOTE,
  stateOf,
  worldOf,
} from './operations';
import type { BucketBench } from './support';

const CALLS = [
  'openSync',
  'writeSync',
  'readSync',
  'mkdirSync',
  'linkSync',
  'renameSync',
  'rmSync',
  'fsyncSync',
] as const;
type Call = (typeof CALLS)[number];

const REFUSALS: [code: string, says: RegExp][] = [
  ['ENOSPC', /the disk is full\. Make room, then run again/],
  ['EDQUOT', /your quota is used up\. Make room, then run again/],
  ['EACCES', /you may not do this on this computer/],
  ['EROFS', /this disk is only read/],
  ['EIO', /the disk failed \(EIO\)\. Try again/],
];

const files = (from: string, to: string): [string, string][] =>
  ['info', 'mesh/1:0'].map((name) => [`${from}/${name}`, to === '' ? '' : `${to}/${name}`]);
const ON_DISKS: Operation[] = [
  {
    tool: 'bucket_copy_folder',
    args: { folder_path: 'vol', new_folder_path: 'new' },
    files: files('vol', 'new'),
    keeps: true,
  },
  {
    tool: 'bucket_delete_folder',
    args: { folder_path: 'vol', folder_name: 'vol' },
    files: files('vol', ''),
  },
  { tool: 'bucket_delete_file', args: { file_path: 'x.csv' }, files: [['x.csv', '']] },
  {
    tool: 'bucket_rename_file',
    args: { file_path: 'a/x.csv', new_name: 'y.csv' },
    files: [['a/x.csv', 'a/y.csv']],
  },
  {
    tool: 'bucket_move_file',
    args: { file_path: 'a/x.csv', new_folder_path: 'b' },
    files: [['a/x.csv', 'b/x.csv']],
  },
  {
    tool: 'bucket_move_file',
    args: { file_path: 'gs://lab/x.csv', new_folder_path: 'b' },
    files: [['gs://lab/x.csv', 'b/x.csv']],
  },
];
/** In pieces. */
const LARGE: Operation = {
  tool: 'bucket_download_file',
  args: { bucket_path: 'gs://lab/vol/big', download_path: 'down' },
  files: [['gs://lab/vol/big', 'down/big']],
  keeps: true,
};
const usesDisk = ({ files: places }: Operation): boolean =>
  places.flat().some((place) => place !== '' && !place.includes('://'));
const OPERATIONS = named(
  [...REMOTE, ...ON_DISKS, ...(LONG ? [LARGE] : [])].filter(
    (one) => usesDisk(one) && !JSON.stringify(one).includes('nokura'),
  ),
);

/** Counts the calls, and refuses the one with this number. */
function refuse(call: Call, code: string, number: number): { count: number } {
  const real = fs[call] as (...args: unknown[]) => unknown;
  const calls = { count: 0 };
  jest.spyOn(fs, call).mockImplementation(((...args: unknown[]) => {
    if (calls.count++ !== number) return real(...args);
    throw Object.assign(new Error(`${code}: refused`), { code });
  }) as never);
  return calls;
}
afterEach(() => jest.restoreAllMocks());

const partsOn = ({ disk }: BucketBench): string[] =>
  fs
    .readdirSync(disk, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.includes('tracertools-part'));

test.each(OPERATIONS)('refused at every call: %s', (_name, operation) => {
  let refusals = 0;
  for (const call of CALLS) {
    for (let number = 0, isRefused = true; isRefused; number++) {
      const [code, says] = REFUSALS[(number + call.length) % REFUSALS.length]!;
      const where = `${call} ${number} ${code}`;
      const bench = worldOf(operation);
      const calls = refuse(call, code, number);
      const failures = failuresOf(bench, operation);
      jest.restoreAllMocks();
      isRefused = calls.count > number;
      if (isRefused) refusals += 1;
      expectNothingLost(bench, operation);
      // Deleting what is left of a failed write may be refused too.
      if (call !== 'rmSync') expect([where, partsOn(bench)]).toEqual([where, []]);
      for (const { message } of failures) {
        expect([where, message]).toEqual([where, expect.stringMatching(says)]);
        expect([where, message]).toEqual([where, expect.stringContaining(bench.disk)]);
      }
      if (stateOf(bench).join() !== after(operation).join()) {
        // What is deleted already, and a file that the disk keeps for now, are not asked for again.
        expect([where, failuresOf(bench, operation)]).toEqual([where, []]);
      }
      expect([where, stateOf(bench)]).toEqual([where, after(operation)]);
      bench.close();
    }
  }
  expect(refusals).toBeGreaterThan(0);
});
