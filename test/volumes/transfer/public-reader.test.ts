/** Whether anybody can read an object: asked without credentials, and not known where there is no answer. */
import { noReply } from '../../../src/http/request';
import { publicReader, readerWord } from '../../../src/volumes/transfer/public-reader';
import { replyOf } from '../store/bench';
import { type TransferBench, transferBench } from './support';

let bench: TransferBench;
beforeEach(() => {
  bench = transferBench();
});
afterEach(() => bench.close());

test.each([
  [200, true],
  [206, true],
  [416, true],
  [401, false],
  [403, false],
  [404, false],
  [500, null],
  [302, null],
])('HTTP %i is %s', (status, readable) => {
  bench.intercept = () => replyOf(status, '');
  expect(bench.run(publicReader(bench.at('gs://lab', 'v'), '', false))).toMatchObject({ readable });
});

test('no reply is not known; the request carries nobody’s credentials', () => {
  bench.intercept = () => noReply('network');
  const found = bench.run(publicReader(bench.at('nokura://lab', 'a b'), 'a b/info', true));
  expect(found).toEqual({
    url: 'https://c10s.pni.princeton.edu/lab/a%20b',
    readable: null,
    source: 'https://c10s.pni.princeton.edu/lab/a%20b/|neuroglancer-precomputed:',
  });
  expect(bench.sent.every(({ signFor, headers }) => !signFor && !headers?.authorization)).toBe(true);
  expect(bench.sent[0]!.url).toBe('https://c10s.pni.princeton.edu/lab/a%20b/info');
  expect([null, true, false].map(readerWord)).toEqual(['not known: the store did not answer', 'yes', 'no']);
});

test('files of this machine have no public address', () => {
  expect(bench.run(publicReader(bench.at('disk', 'v'), '', true))).toEqual({
    url: '',
    readable: null,
    source: '',
  });
  expect(bench.sent).toEqual([]);
});
