/** ListObjectsV2, and its first version, which some clients still use. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { OWNER } from './acl';
import { requireSignature, type S3Call } from './call';
import { element, S3Refusal, xml } from './xml';

/** Keys and prefixes per page. */
const PAGE = 1000;

export function s3List(call: S3Call): WireReply {
  if (!call.bucket.listed) requireSignature(call);
  const { query, bucket, kind } = call;
  const text = (name: string): string => query.get(name) ?? '';
  const version = text('list-type') || '1';
  if (version !== '1' && version !== '2') {
    throw new S3Refusal(400, 'InvalidArgument', 'Invalid List Type specified in Request');
  }
  const most = pageSize(query.get('max-keys'));
  const encoding = text('encoding-type');
  if (!['', 'url'].includes(encoding)) {
    throw new S3Refusal(400, 'InvalidArgument', 'Invalid Encoding Method specified in Request');
  }
  const keyText = (name: string): string => (encoding === 'url' ? urlEncoded(name, kind === 'aws') : name);
  const isVersion2 = version === '2';
  const token = isVersion2 ? query.get('continuation-token') : null;
  const after = token === null ? text(isVersion2 ? 'start-after' : 'marker') : afterOf(token);
  const { items, prefixes, next } =
    most === 0
      ? { items: [], prefixes: [], next: null }
      : bucket.list({ prefix: text('prefix'), delimiter: text('delimiter'), after, most });
  const owner = !isVersion2 || text('fetch-owner') === 'true' ? `<Owner>${OWNER}</Owner>` : '';
  const place = isVersion2
    ? [
        element('KeyCount', items.length + prefixes.length),
        ...(token === null ? [] : [element('ContinuationToken', token)]),
        ...(query.has('start-after') ? [element('StartAfter', keyText(text('start-after')))] : []),
        ...(next === null ? [] : [element('NextContinuationToken', tokenFor(next))]),
      ]
    : [
        element('Marker', keyText(text('marker'))),
        // Amazon states the start of the next page only if there is a delimiter; else it is the last key.
        ...(next === null || (kind === 'aws' && !query.has('delimiter'))
          ? []
          : [element('NextMarker', keyText(next))]),
      ];
  const body = [
    element('Name', bucket.name),
    element('Prefix', keyText(text('prefix'))),
    ...(query.has('delimiter') ? [element('Delimiter', keyText(text('delimiter')))] : []),
    element('MaxKeys', most),
    ...(encoding === '' ? [] : [element('EncodingType', encoding)]),
    element('IsTruncated', next !== null),
    ...place,
    ...items.map((object) => {
      const facts = [
        element('Key', keyText(object.name)),
        element('LastModified', new Date(object.updated).toISOString()),
        element('ETag', `"${object.etag}"`),
        element('Size', object.size),
        owner,
        element('StorageClass', 'STANDARD'),
      ];
      return `<Contents>${facts.join('')}</Contents>`;
    }),
    ...prefixes.map((prefix) => `<CommonPrefixes>${element('Prefix', keyText(prefix))}</CommonPrefixes>`),
  ];
  return xml('ListBucketResult', body.join(''));
}

/** The value of `max-keys` and similar parameters. */
export function pageSize(text: string | null): number {
  const limit = text ?? String(PAGE);
  if (!/^\d+$/.test(limit)) {
    throw new S3Refusal(400, 'InvalidArgument', 'Provided max-keys not an integer or within integer range');
  }
  return Math.min(PAGE, Number(limit));
}

const tokenFor = (name: string): string => `1${Buffer.from(name).toString('base64')}`;

function afterOf(token: string): string {
  const name = Buffer.from(token.slice(1), 'base64').toString('utf8');
  if (tokenFor(name) === token && name !== '') return name;
  throw new S3Refusal(400, 'InvalidArgument', 'The continuation token provided is incorrect');
}

/** Slashes are not encoded; Amazon encodes a space as +, other stores as %20. */
function urlEncoded(name: string, plus: boolean): string {
  const text = name.split('/').map(encodeURIComponent).join('/');
  return plus ? text.replace(/%20/g, '+') : text;
}
