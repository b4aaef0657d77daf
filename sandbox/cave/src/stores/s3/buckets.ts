/** Buckets at S3: lists, creates and deletes them, and answers clients' questions about them. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import type { Bucket } from '../bucket';
import { OWNER } from './acl';
import { accessDenied, emptyReply, requireSignature, type S3Call, type S3Kind } from './call';
import { element, S3Refusal, xml } from './xml';

const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export interface S3Buckets {
  kind: S3Kind;
  buckets: ReadonlyMap<string, Bucket>;
  create(name: string, more: { uniform: boolean; listed: boolean }): Bucket;
  remove(bucket: Bucket): void;
}

/** GET of the host itself. */
export function s3Buckets({ buckets }: S3Buckets, signed: boolean): WireReply {
  if (!signed) throw accessDenied();
  const own = [...buckets.values()].filter((bucket) => !bucket.foreign && !bucket.fixed);
  const list = own.map(({ name, created }) => {
    const facts = element('Name', name) + element('CreationDate', new Date(created).toISOString());
    return `<Bucket>${facts}</Bucket>`;
  });
  return xml('ListAllMyBucketsResult', `<Owner>${OWNER}</Owner><Buckets>${list.join('')}</Buckets>`);
}

/** PUT of a bucket's name. Amazon's new buckets have no ACLs, unless the request asks for them. */
export function createBucket(
  store: S3Buckets,
  name: string,
  headers: Record<string, string>,
  signed: boolean,
): WireReply {
  if (!signed) throw accessDenied();
  if (!BUCKET_NAME.test(name)) {
    throw new S3Refusal(400, 'InvalidBucketName', 'The specified bucket is not valid.', { BucketName: name });
  }
  const existing = store.buckets.get(name);
  if (existing?.foreign) {
    const message =
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.';
    throw new S3Refusal(409, 'BucketAlreadyExists', message, { BucketName: name });
  }
  // For old clients, Amazon's oldest region answers 200 here.
  if (existing !== undefined && store.kind !== 'aws') {
    const message = 'Your previous request to create the named bucket succeeded and you already own it.';
    throw new S3Refusal(409, 'BucketAlreadyOwnedByYou', message, { BucketName: name });
  }
  const ownership = headers['x-amz-object-ownership'] ?? (store.kind === 'aws' ? 'BucketOwnerEnforced' : '');
  const isListed = (headers['x-amz-acl'] ?? '').startsWith('public-read');
  if (existing === undefined)
    store.create(name, { uniform: ownership === 'BucketOwnerEnforced', listed: isListed });
  return emptyReply(200, [['Location', `/${name}`]]);
}

export function deleteBucket(store: S3Buckets, { bucket }: S3Call): WireReply {
  if (bucket.size > 0 || bucket.fixed) {
    const message = 'The bucket you tried to delete is not empty';
    throw new S3Refusal(409, 'BucketNotEmpty', message, { BucketName: bucket.name });
  }
  store.remove(bucket);
  return emptyReply(204);
}

/** Settings that no bucket of the sandbox has, with the error code for each. */
const ABSENT: Record<string, string> = {
  policy: 'NoSuchBucketPolicy',
  cors: 'NoSuchCORSConfiguration',
  lifecycle: 'NoSuchLifecycleConfiguration',
  tagging: 'NoSuchTagSet',
  website: 'NoSuchWebsiteConfiguration',
  replication: 'ReplicationConfigurationNotFoundError',
  'object-lock': 'ObjectLockConfigurationNotFoundError',
  encryption: 'ServerSideEncryptionConfigurationNotFoundError',
  publicAccessBlock: 'NoSuchPublicAccessBlockConfiguration',
};
const OTHERS = [
  'accelerate',
  'analytics',
  'attributes',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'logging',
  'metrics',
  'notification',
  'ownershipControls',
  'partNumber',
  'policyStatus',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'torrent',
  'versionId',
  'versions',
];

/** The answer to a request for a subresource of a bucket or an object; null if the query names none. */
export function subresource(call: S3Call): WireReply | null {
  const { query, request, key } = call;
  const reads = request.method === 'GET';
  if (reads && key === '' && query.has('location')) {
    requireSignature(call);
    return xml('LocationConstraint', '');
  }
  if (reads && key === '' && query.has('versioning')) {
    requireSignature(call);
    return xml('VersioningConfiguration', '');
  }
  if (reads && key !== '' && query.has('tagging')) {
    requireSignature(call);
    return xml('Tagging', '<TagSet/>');
  }
  const absent = Object.keys(ABSENT).find((name) => query.has(name));
  const other = OTHERS.find((name) => query.has(name));
  if (absent === undefined && other === undefined) return null;
  requireSignature(call);
  if (absent !== undefined && reads && key === '') {
    throw new S3Refusal(404, ABSENT[absent]!, `The ${absent} configuration does not exist`);
  }
  const message = `A header or query you provided implies functionality that is not implemented: ${absent ?? other}`;
  throw new S3Refusal(501, 'NotImplemented', message);
}
