/** S3-compatible hosts, <host>/<bucket>/<key>: finds the caller and the operation of a request. */
import type { WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import { acl } from './acl';
import { createBucket, deleteBucket, type S3Buckets, s3Buckets, subresource } from './buckets';
import { emptyReply, requireSignature, type S3Call } from './call';
import { s3List } from './list';
import { MultipartUploads } from './multipart';
import { read, remove, removeMany, s3Copy, s3Write } from './objects';
import { checkSignature, type S3Keys } from './signature';
import { refusedBy, S3Refusal } from './xml';

export interface S3Options extends S3Buckets {
  host: string;
  keys: S3Keys;
  now: () => number;
  /** The time (ms) with which signatures are compared. */
  clock: () => number;
  /** Paths on the sandbox's own origin under which the host is served. */
  mounts: readonly string[];
}

/** The region of Amazon's buckets in the sandbox. */
const REGION = 'us-east-1';

export class S3Store {
  private readonly uploads: MultipartUploads;

  constructor(private readonly options: S3Options) {
    this.uploads = new MultipartUploads(options.now);
  }

  /** `query` is the request's, `bucketName` and `key` are from its path. */
  handle(raw: WireRequest, query: URLSearchParams, bucketName: string, key: string): WireReply {
    const resource = `/${bucketName}/${key}`;
    try {
      const { kind, buckets, keys, clock } = this.options;
      const region = kind === 'aws' ? REGION : '';
      const { signed, request } = checkSignature(raw, this.addresses(raw), { keys, clock: clock(), region });
      if (bucketName === '') {
        if (request.method === 'GET') return s3Buckets(this.options, signed);
        throw notAllowed();
      }
      const bucket = buckets.get(bucketName);
      const parts = ['acl', 'uploads', 'policy', 'cors', 'lifecycle', 'tagging', 'versioning'];
      if (request.method === 'PUT' && key === '' && !parts.some((part) => query.has(part))) {
        return createBucket(this.options, bucketName, request.headers, signed);
      }
      if (bucket === undefined) throw noSuchBucket(bucketName);
      const rights = signed && !bucket.foreign;
      const call: S3Call = { kind, buckets, bucket, key, query, request, signed: rights };
      return this.uploads.handle(call) ?? this.route(call);
    } catch (error) {
      return refusedBy(error, resource, raw.method);
    }
  }

  /** Clients omit the slash of an address that ends with the host. */
  private addresses(raw: WireRequest): { host: string; path: string }[] {
    const { host, mounts } = this.options;
    const own = raw.headers.host ?? host;
    const below = mounts.flatMap((mount) => [
      { host: own, path: `${mount}${raw.path}` },
      ...(/^\/(?:\?|$)/.test(raw.path) ? [{ host: own, path: `${mount}${raw.path.slice(1)}` }] : []),
    ]);
    return [{ host, path: raw.path }, ...below];
  }

  private route(call: S3Call): WireReply {
    const { request, key, query } = call;
    const { method, headers } = request;
    if (query.has('acl')) return acl(call);
    const other = subresource(call);
    if (other !== null) return other;
    if (key === '') {
      if (method === 'POST' && query.has('delete')) return removeMany(call);
      if (method === 'GET') return s3List(call);
      requireSignature(call);
      if (method === 'HEAD') return emptyReply(200);
      if (method === 'DELETE') return deleteBucket(this.options, call);
    } else {
      if (method === 'GET' || method === 'HEAD') return read(call);
      if (method === 'PUT') return headers['x-amz-copy-source'] === undefined ? s3Write(call) : s3Copy(call);
      if (method === 'DELETE') return remove(call);
    }
    requireSignature(call);
    throw notAllowed();
  }
}

const notAllowed = (): S3Refusal =>
  new S3Refusal(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');

function noSuchBucket(name: string): S3Refusal {
  return new S3Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: name });
}
