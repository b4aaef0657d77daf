/** The permanent and passing refusals of stores, and a store that refuses one request of a call. */
import type { HttpReply, HttpRequest } from '../../../../src/http/request';
import { replyOf } from '../../../volumes/store/bench';
import type { BucketBench } from './support';

export interface Refusal {
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
export const REFUSALS: Record<'gcs' | 's3', Refusal[]> = {
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

/** Refuses the request with this number among those that `refusal` concerns, and its repetitions. */
export function refuseAt(
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

/** Uploads in parts that were begun and neither finished nor aborted. */
export const unfinishedOf = (bench: BucketBench): string[] =>
  ['nokura://lab', 'nokura://other', 's3://other'].flatMap((root) =>
    bench.run(bench.locate(`${root}/x`).store.unfinished('')).map(({ name }) => `${root}/${name}`),
  );
