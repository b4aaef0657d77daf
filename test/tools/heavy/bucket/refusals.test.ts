/**
 * Permanent refusals of a store in the middle of every function's own work, at every request: nothing is lost, nothing
 * half-written has a final name or is left in the store, the message names the object and what to do, and the same
 * call finishes when the refusal is lifted. Transient answers with the same status read differently.
 */
import { LONG } from '../../../../workbench/long';
import {
  after,
  expectNothingLost,
  failuresOf,
  NAMED_OPERATIONS,
  type Operation,
  stateOf,
  worldOf,
} from './operations';
import { REFUSALS, type Refusal, refuseAt, unfinishedOf } from './store-refusals';
import type { BucketBench } from './support';

const COPIES: [string, Operation][] = [
  ['gs://lab/vol', 'gs://other/new'],
  ['gs://lab/vol', 'nokura://lab/new'],
  ['nokura://lab/vol', 'nokura://other/new'],
  ['nokura://lab/vol', 'gs://lab/new'],
].map(([from, to]) => [
  `bucket_copy_folder ${from} to ${to}`,
  {
    tool: 'bucket_copy_folder',
    args: { folder_path: from, new_folder_path: to },
    files: ['info', 'mesh/1:0'].map((name): [string, string] => [`${from}/${name}`, `${to}/${name}`]),
    keeps: true,
  },
]);
const IN_PARTS: [string, Operation][] = ['gs://lab', 'nokura://lab'].map((root) => [
  `bucket_upload_file of a large file to ${root}`,
  {
    tool: 'bucket_upload_file',
    args: { local_path: 'up/big', bucket_path: `${root}/up` },
    files: [['up/big', `${root}/up/big`]],
    keeps: true,
  },
]);
const OPERATIONS = [...NAMED_OPERATIONS, ...COPIES, ...IN_PARTS];

function expectRefused(bench: BucketBench, operation: Operation, refusal: Refusal, where: string): void {
  const failures = failuresOf(bench, operation);
  bench.intercept = null;
  expectNothingLost(bench, operation);
  expect([where, unfinishedOf(bench)]).toEqual([where, []]);
  if (failures.length === 0) expect([where, stateOf(bench)]).toEqual([where, after(operation)]);
  for (const { message, transient } of failures) {
    expect([where, message]).toEqual([where, expect.stringMatching(refusal.says)]);
    expect([where, message]).toEqual([where, expect.stringMatching(/(?:gs|nokura|s3):\/\/(?:lab|other)/)]);
    expect([where, message, transient]).toEqual([where, message, refusal.isTransient === true]);
  }
}

/** Numbers of the requests to refuse: those that an undisturbed call sends to a kind of store. */
function requestsOf(operation: Operation, kind: 'gcs' | 's3'): number[] {
  const bench = worldOf(operation);
  expect(failuresOf(bench, operation)).toEqual([]);
  expect(stateOf(bench)).toEqual(after(operation));
  bench.close();
  return bench.sent.filter(({ signFor }) => signFor === kind).map((_request, number) => number);
}

/** Every refusal at every request takes long: the usual run takes them in turn, and the last for large files. */
const kindsOf = (kind: 'gcs' | 's3', number: number, isLarge: boolean): Refusal[] =>
  LONG ? REFUSALS[kind] : [REFUSALS[kind].at(isLarge ? -1 : number % REFUSALS[kind].length)!];

let turn = 0;
test.each(OPERATIONS)('refused at every request: %s', (name, operation) => {
  const isLarge = name.includes('large');
  for (const kind of ['gcs', 's3'] as const) {
    for (const number of requestsOf(operation, kind).slice(0, isLarge && !LONG ? 1 : undefined)) {
      for (const refusal of kindsOf(kind, turn++, isLarge)) {
        const bench = worldOf(operation);
        const refused = refuseAt(bench, kind, refusal, number);
        const where = `${refusal.name} at request ${number}`;
        expectRefused(bench, operation, refusal, where);
        // What is deleted already is not there a second time.
        if (refused.length > 0 && stateOf(bench).join() !== after(operation).join()) {
          expect([where, failuresOf(bench, operation)]).toEqual([where, []]);
        }
        if (refused.length > 0) expect([where, stateOf(bench)]).toEqual([where, after(operation)]);
        bench.close();
      }
    }
  }
});
