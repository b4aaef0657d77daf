/** Deleting a folder in batches: stopped, failed and gone on with. */
import { noReply } from '../../../src/http/request';
import { planDelete, runDelete } from '../../../src/volumes/transfer/delete-folder';
import { replyOf } from '../store/bench';
import { fill, type TransferBench, testObjects, transferBench } from './support';

let bench: TransferBench;
beforeEach(() => {
  bench = transferBench();
  fill(bench, bench.at('nokura://lab', 'v'), testObjects(30));
});
afterEach(() => bench.close());
const at = () => bench.at('nokura://lab', 'v');
const plan = () => bench.run(planDelete(at()));
const remaining = () => bench.run(at().store.list('v/')).objects.length;

test('what was listed goes, what came meanwhile stays', () => {
  const listed = plan();
  fill(bench, bench.at('nokura://lab', 'v/new'), testObjects(2));
  const steps: number[][] = [];
  expect(bench.run(runDelete(listed, (done, total) => void steps.push([done, total])))).toEqual([]);
  expect([remaining(), steps]).toEqual([2, [[30, 30]]]);
});

test('stopped, it says how far it is', () => {
  const listed = plan();
  bench.intercept = () => noReply('cancelled');
  expect(() => bench.run(runDelete(listed, () => {}))).toThrow(/^stopped after 0 of 30 objects/);
  bench.intercept = null;
  expect(remaining()).toBe(30);
});

test('what the store keeps is named with its reason', () => {
  const listed = plan();
  const name = listed.objects[0]!.name;
  bench.intercept = (request, send) =>
    request.method === 'POST'
      ? replyOf(
          200,
          `<DeleteResult><Error><Key>${name}</Key><Code>AccessDenied</Code><Message>held</Message></Error></DeleteResult>`,
        )
      : send();
  expect(bench.run(runDelete(listed, () => {}))).toEqual([{ name, why: 'held' }]);
});

test('a store that fails four times is reported', () => {
  const listed = plan();
  let requestCount = 0;
  bench.intercept = () => {
    requestCount += 1;
    return replyOf(500, 'broken');
  };
  expect(() => bench.run(runDelete(listed, () => {}))).toThrow(/the store fails/);
  expect(requestCount).toBe(4);
});

test.each([
  ['a bucket', 'nokura://lab', ''],
  ['a folder at the top of the disk', 'disk', '/tmp'],
] as const)('%s is refused', (_name, root, folder) => {
  expect(() => bench.run(planDelete(bench.at(root, folder)))).toThrow(/is not deleted from here/);
});
