/** ACLs of S3: a canned ACL says whether the public may read an object. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { aclRefusal, emptyReply, noSuchKey, requireSignature, type S3Call } from './call';
import { element, S3Refusal, xml } from './xml';

const SCHEMA = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers';
export const OWNER = element('ID', 'sandbox') + element('DisplayName', 'sandbox');

const grant = (type: string, grantee: string, permission: string): string =>
  `<Grant><Grantee ${SCHEMA} xsi:type="${type}">${grantee}</Grantee>${element('Permission', permission)}</Grant>`;

const policy = (open: boolean): WireReply => {
  const everybody = open ? grant('Group', element('URI', ALL_USERS), 'READ') : '';
  const owner = grant('CanonicalUser', OWNER, 'FULL_CONTROL');
  return xml(
    'AccessControlPolicy',
    `<Owner>${OWNER}</Owner><AccessControlList>${owner}${everybody}</AccessControlList>`,
  );
};

/** GET ?acl of a bucket or an object, and PUT ?acl of an object with a canned ACL or a document of grants. */
export function acl(call: S3Call): WireReply {
  requireSignature(call);
  const { request, bucket, key } = call;
  const { method, headers } = request;
  const object = key === '' ? null : bucket.get(key);
  if (key !== '' && object === null) throw noSuchKey(key);
  if (method === 'GET') return policy(object?.facts.open ?? bucket.listed);
  if (method !== 'PUT' || object === null) {
    throw new S3Refusal(
      405,
      'MethodNotAllowed',
      'The specified method is not allowed against this resource.',
    );
  }
  if (bucket.uniform) throw aclRefusal();
  const cannedAcl = headers['x-amz-acl'];
  const document = Buffer.from(request.body).toString('utf8');
  if (cannedAcl === undefined && !document.includes('<AccessControlPolicy')) {
    throw new S3Refusal(400, 'MissingSecurityHeader', 'Your request was missing a required header', {
      MissingHeaderName: 'x-amz-acl',
    });
  }
  bucket.patch(object, { open: cannedAcl?.startsWith('public-read') ?? document.includes(ALL_USERS) });
  return emptyReply(200);
}
