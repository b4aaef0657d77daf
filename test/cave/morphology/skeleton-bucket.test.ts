/** Straight from the bucket: the token goes to Google alone, and where it does not open the bucket, the service is asked. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { skeletonCableLength } from '../../../src/cave/morphology/skeleton';
import { bucketSkeletons } from '../../../src/cave/morphology/skeleton-bucket';
import { ServerLimits, type Sink } from '../../../src/cave/morphology/skeleton-service';
import type { Id } from '../../../src/core/ids';
import type { RecordedReply } from '../../../src/http/drivers/recorded';
import type { HttpRequest } from '../../../src/http/request';
import { memory } from '../../support/sandbox-driver';
import { manyIds } from '../skeleton-support';
import { json, play, STACK, TOKEN } from '../support';

const SOMA = gunzipSync(readFileSync(join(__dirname, 'h5py', 'soma.h5.gz')));
/** The file that an address names, without gzip. */
function file({ url }: HttpRequest): RecordedReply {
  const body = Buffer.from(SOMA);
  body.write(/rid-([0-9]+)/.exec(url)![1]!, body.indexOf('720575941519923628'));
  return { body };
}
const ANSWER = {
  token: 'ya29.short-lived',
  token_type: 'Bearer',
  expiry: '2026-06-20T13:00:00',
  bucket: 'cave-skeletons',
  path_template: 'minnie65_phase3_v1/4/skeleton__v4__rid-{rid}__ds-minnie65_phase3_v1__res-1x1x1.h5.gz',
};
const ids = manyIds(100);

function ask(answer: RecordedReply, file: (request: HttpRequest) => RecordedReply, kept = memory()) {
  const sink: Sink<number> = { use: skeletonCableLength, results: new Map() };
  const work = bucketSkeletons(STACK, ids, new ServerLimits(STACK, kept), sink);
  const { value, sent } = play(work, (request) => (request.method === 'POST' ? answer : file(request)));
  return { left: value, results: sink.results, sent, kept: kept.kept };
}

test('a file each, missing ones are absent; the CAVE token goes to CAVE, the other to Google', () => {
  const missing = new Set(ids.filter((_id, i) => i % 5 === 0));
  const { left, results, sent, kept } = ask(json(ANSWER), (request) =>
    [...missing].some((id) => request.url.includes(id)) ? { status: 404, body: '' } : file(request),
  );
  expect([left, results.size, sent.length]).toEqual([[], 80, 101]);
  expect(new Set(results.values()).size).toBe(1);
  const [first, ...files] = sent;
  expect(first!.url).toBe(
    'https://local.test/skeletoncache/api/v1/minnie65_public/bulk/get_skeleton_token/4',
  );
  expect(files[1]!.url).toBe(
    `https://storage.googleapis.com/download/storage/v1/b/cave-skeletons/o/minnie65_phase3_v1%2F4%2Fskeleton__v4__rid-${ids[1]}__ds-minnie65_phase3_v1__res-1x1x1.h5.gz?alt=media`,
  );
  for (const { url, headers } of files) {
    expect([new URL(url).host, headers]).toEqual([
      'storage.googleapis.com',
      { authorization: 'Bearer ya29.short-lived' },
    ]);
  }
  expect(JSON.stringify(first!.headers)).toContain(TOKEN);
  expect([...kept]).toEqual([]);
});

test.each<[string, RecordedReply, boolean]>([
  ['an older server', { status: 404, body: '' }, true],
  ['a server without a bucket', { status: 501, body: '' }, true],
  ['a rate', { status: 429, body: '' }, false],
  ['a failure', { status: 500, body: '' }, false],
  ['another host in the place of the bucket', json({ ...ANSWER, bucket: 'evil.test/x?' }), true],
  ['a header in the token', json({ ...ANSWER, token: 'a\r\nx: y' }), true],
  ['a template without the id', json({ ...ANSWER, path_template: 'a.h5' }), true],
  ['null', { body: 'null' }, true],
])('%s: the service is asked for all', (_words, answer, remembered) => {
  const { left, sent, kept } = ask(answer, file);
  expect([left, sent.length, kept.size > 0]).toEqual([ids, 1, remembered]);
});

test.each<[string, RecordedReply]>([
  ['401', { status: 401, body: '' }],
  ['403', { status: 403, body: '' }],
  ['blocked by the companion', { failure: 'blocked' }],
  ['not to be reached', { failure: 'network' }],
])('a bucket that is %s is given up after the first files, for an hour', (_words, answer) => {
  const { left, sent, kept } = ask(json(ANSWER), () => answer);
  expect([left, sent.length, kept.size]).toEqual([ids, 49, 1]);
});

test('a file that cannot be read is asked of the service; a file that does not come fails its row', () => {
  const { left, results } = ask(json(ANSWER), (request) => {
    if (request.url.includes(ids[7]!)) return { body: 'damaged' };
    return request.url.includes(ids[8]!) ? { failure: 'timeout' } : file(request);
  });
  expect([left, results.size]).toEqual([[ids[7]] as Id[], 99]);
  expect(results.get(ids[8]!)).toMatchObject({ code: 'TIMEOUT' });
});
