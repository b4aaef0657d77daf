/** Hosts of the S3 kind, <host>/<bucket>/<key>: who asks, and which operation it is. */
import type { WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import type { Bucket } from './bucket';
import { needSigned, type S3Call, type S3Kind } from './s3-call';
import { list } from './s3-list';
import { MultipartUploads } from './s3-multipart';
import { copy, read, remove, removeMany, write } from './s3-objects';
import { isSigned, type S3Keys } from './s3-signature';
import { element, refusedBy, S3Refusal, xml } from './s3-xml';

export interface S3Options {
  host: string;
  kind: S3Kind;
  buckets: ReadonlyMap<string, Bucket>;
  keys: S3Keys;
  now: () => number;
  /** Time that signatures are compared with, ms. */
  clock: () => number;
  /** Path on the sandbox's own origin under which the host is found. */
  mount: string;
}

/** Amazon's buckets of the sandbox lie in this region. */
const REGION = 'us-east-1';

export class S3Store {
  private readonly uploads: MultipartUploads;

  constructor(private readonly options: S3Options) {
    this.uploads = new MultipartUploads(options.now);
  }

  /** `path` and `query` of the request, and the bucket and key in it. */
  handle(request: WireRequest, query: URLSearchParams, bucketName: string, key: string): WireReply {
    const resource = `/${bucketName}/${key}`;
    try {
      const { host, kind, buckets, keys, clock, mount } = this.options;
      const addresses = [
        { host, path: request.path },
        { host: request.headers.host ?? host, path: `${mount}${request.path}` },
      ];
      const region = kind === 'aws' ? REGION : '';
      const signed = isSigned(request, addresses, { keys, clock: clock(), region });
      const bucket = buckets.get(bucketName);
      if (bucket === undefined) {
        const message = 'The specified bucket does not exist';
        throw new S3Refusal(404, 'NoSuchBucket', message, { BucketName: bucketName });
      }
      const call: S3Call = { kind, buckets, bucket, key, query, request, signed };
      return this.uploads.handle(call) ?? route(call);
    } catch (error) {
      return refusedBy(error, resource, request.method);
    }
  }
}

function route(call: S3Call): WireReply {
  const { request, key, query } = call;
  const { method, headers } = request;
  if (key === '') {
    if (method === 'POST' && query.has('delete')) return removeMany(call);
    needSigned(call);
    if (method === 'GET' && query.has('location')) return xml('LocationConstraint', '');
    if (method === 'GET') return list(call);
    if (method === 'HEAD') return { status: 200, headers: [], body: new Uint8Array(0) };
  } else {
    if (query.has('acl')) return acl(call);
    if (method === 'GET' || method === 'HEAD') return read(call);
    if (method === 'PUT') return headers['x-amz-copy-source'] === undefined ? write(call) : copy(call);
    if (method === 'DELETE') return remove(call);
  }
  needSigned(call);
  throw new S3Refusal(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
}

const ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers';

/** GET ?acl and PUT ?acl with a canned one. */
function acl(call: S3Call): WireReply {
  needSigned(call);
  const { request, bucket, key } = call;
  const object = bucket.get(key);
  if (object === null)
    throw new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key });
  if (request.method === 'PUT') {
    bucket.patch(object, { open: (request.headers['x-amz-acl'] ?? '').startsWith('public-read') });
    return { status: 200, headers: [], body: new Uint8Array(0) };
  }
  const everybody = `<Grant><Grantee>${element('URI', ALL_USERS)}</Grantee>${element('Permission', 'READ')}</Grant>`;
  return xml(
    'AccessControlPolicy',
    `<AccessControlList>${object.facts.open ? everybody : ''}</AccessControlList>`,
  );
}
