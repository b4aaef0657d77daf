/**
 * Permanent refusals of a store in the middle of every function's own work, at every request: nothing is lost, nothing
 * half-written has a final name or is left in the store, the message names the object and what to do, and the same
 * call finishes when the refusal is lifted. Transient answers with the same status read differently.
 */
import type { HttpReply, HttpRequest } from '../../../../src/http/request';
import { LONG } from '../../../../workbench/long';
import { replyOf } from '../../../volumes/store/bench';
import {
  after,
  expectNothingLost,
  failuresOf,
  NAMED_OPERATIONS,
  type Operation,
  stateOf,
  worldOf,
} from './operations';
import type { BucketBench } from './support';

interface Refusal {
  name: string;
  reply: () => HttpReply;
  says: RegExp;
  isTransient?: true;
  /** The requests that a store refuses in this way; else all. */
  at?: (request: HttpRequest) => boolean;
}

const reads = ({ method }: HttpRequest): boolean => method === 'GET';
const writes = (request: HttpRequest): boolean => !reads(request);
const writesObject = ({ method, url }: HttpRequest): boolean =>
  (method === 'PUT' || method === 'POST') && !/[?&]delete=|\/batch\//.test(url);

const google = (status: number, reason: string, message: string) => () =>
  replyOf(
    status,
    JSON.stringify({ error: { code: status, message, errors: [{ message, domain: 'global', reason }] } }),
    { 'content-type': 'application/json; charset=UTF-8' },
  );
const s3 =
  (status: number, code: string, message: string, headers: Record<string, string> = {}) =>
  () =>
    replyOf(
      status,
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
      { 'content-type': 'application/xml', ...headers },
    );

const MAY_NOT = 'The caller does not have storage.objects.x access to the Google Cloud Storage object.';
const HELD =
  "Object 'lab/a' is subject to bucket's retention policy or object retention and cannot be deleted or overwritten until 2027-01-01T00:00:00-08:00";
const REFUSALS: Record<'gcs' | 's3', Refusal[]> = {
  gcs: [
    { name: 'rights', reply: google(403, 'forbidden', MAY_NOT), says: /may not do this: .* Ask its owner/ },
    {
      name: 'no bucket',
      reply: google(404, 'notFound', 'The specified bucket does not exist.'),
      says: /no such bucket\. Check the name/,
    },
    {
      name: 'retention',
      reply: google(403, 'retentionPolicyNotMet', HELD),
      says: /is protected: .* until 2027-01-01/,
      at: writes,
    },
    {
      name: 'billing',
      reply: google(403, 'accountDisabled', 'The billing account for the owning project is disabled'),
      says: /may not do this: The billing account .* Ask its owner/,
    },
    {
      name: 'quota',
      reply: google(403, 'quotaExceeded', 'The project has exceeded its quota.'),
      says: /no room left: .*\. Make room, then run again/,
      at: writesObject,
    },
    {
      name: 'sign-in',
      reply: google(401, 'authError', 'Invalid Credentials'),
      says: /does not know this sign-in, or it has run out: .* Sign in again/,
    },
    {
      name: 'too many',
      reply: google(403, 'userRateLimitExceeded', 'The caller has exceeded the rate limit.'),
      says: /asks to wait\. Try again/,
      isTransient: true,
    },
    {
      name: 'conflict',
      reply: google(409, 'conflict', 'The metadata was edited during the operation. Please try again.'),
      says: /another program changes it at this moment\. Try again/,
      isTransient: true,
      at: writes,
    },
    {
      name: 'session gone',
      reply: google(410, 'gone', ''),
      says: /has ended its upload\. Try again/,
      isTransient: true,
      at: ({ method }) => method === 'PUT',
    },
  ],
  s3: [
    {
      name: 'rights',
      reply: s3(403, 'AccessDenied', 'Access Denied'),
      says: /may not do this: .* Ask its owner/,
    },
    {
      name: 'no bucket',
      reply: s3(404, 'NoSuchBucket', 'The specified bucket does not exist'),
      says: /no such bucket\. Check the name/,
    },
    {
      name: 'object lock',
      reply: s3(403, 'AccessDenied', 'Access Denied because object protected by object lock.'),
      says: /is protected: /,
      at: ({ method }) => method === 'DELETE',
    },
    {
      name: 'quota',
      reply: s3(403, 'QuotaExceeded', ''),
      says: /no room left: QuotaExceeded\. Make room/,
      at: writesObject,
    },
    {
      name: 'full',
      reply: s3(507, 'XMinioStorageFull', 'Storage backend has reached its minimum free drive threshold.'),
      says: /no room left: .* Make room/,
      at: writesObject,
    },
    {
      name: 'archived',
      reply: s3(403, 'InvalidObjectState', 'The operation is not valid for the object’s storage class'),
      says: /is archived\. Restore it/,
      at: ({ method, url, headers = {} }) =>
        (method === 'GET' && !url.includes('?')) || 'x-amz-copy-source' in headers,
    },
    {
      name: 'clock',
      reply: s3(403, 'RequestTimeTooSkewed', 'The difference between the times is too large.'),
      says: /the clock here is over 15 minutes off\. Set it/,
    },
    {
      name: 'keys',
      reply: s3(400, 'ExpiredToken', 'The provided token has expired.'),
      says: /have run out \(ExpiredToken\)\. Get new ones/,
    },
    {
      name: 'region',
      reply: s3(301, 'PermanentRedirect', 'must be addressed using the specified endpoint.', {
        'x-amz-bucket-region': 'eu-west-1',
      }),
      says: /lies in the region eu-west-1\. (?:Name its host: s3:\/\/https:\/\/s3\.eu-west-1\.|Set AWS_DEFAULT_REGION)/,
    },
    {
      name: 'read too slowly',
      reply: s3(400, 'RequestTimeout', 'Your socket connection was not read from or written to.'),
      says: /did not come in time\. Try again/,
      isTransient: true,
    },
    {
      name: 'conflict',
      reply: s3(409, 'ConditionalRequestConflict', 'The conditional request cannot succeed.'),
      says: /another program changes it at this moment\. Try again/,
      isTransient: true,
      at: writes,
    },
    {
      name: 'upload gone',
      reply: s3(404, 'NoSuchUpload', 'The specified upload does not exist.'),
      says: /has ended its upload\. Try again/,
      isTransient: true,
      at: ({ method, url }) => method === 'PUT' && url.includes('uploadId='),
    },
  ],
};

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

/** Refuses the request with this number among those that `refusal` concerns, and its repetitions. */
function refuseAt(
  bench: BucketBench,
  kind: 'gcs' | 's3',
  { reply, at = () => true }: Refusal,
  number: number,
) {
  const refused: HttpRequest[] = [];
  let count = 0;
  bench.intercept = (request, send) => {
    const isAgain =
      refused[0] !== undefined && refused[0].url === request.url && refused[0].method === request.method;
    if (!isAgain && (request.signFor !== kind || !at(request) || count++ !== number)) return send();
    refused.push(request);
    return reply();
  };
  return refused;
}

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

/** Uploads in parts that were begun and neither finished nor aborted. */
const unfinishedOf = (bench: BucketBench): string[] =>
  ['nokura://lab', 'nokura://other', 's3://other'].flatMap((root) =>
    bench.run(bench.locate(`${root}/x`).store.unfinished('')).map(({ name }) => `${root}/${name}`),
  );

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
