/** ListObjectsV2. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { needSigned, type S3Call } from './s3-call';
import { element, S3Refusal, xml } from './s3-xml';

/** Keys and prefixes of a page. */
const PAGE = 1000;

export function list(call: S3Call): WireReply {
  needSigned(call);
  const { query, bucket, kind } = call;
  const text = (name: string): string => query.get(name) ?? '';
  if (text('list-type') !== '2') {
    throw new S3Refusal(501, 'NotImplemented', 'The sandbox lists with list-type=2 only.');
  }
  const wanted = query.get('max-keys') ?? String(PAGE);
  if (!/^\d+$/.test(wanted)) {
    throw new S3Refusal(400, 'InvalidArgument', 'Provided max-keys not an integer or within integer range');
  }
  const most = Math.min(PAGE, Number(wanted));
  const coding = text('encoding-type');
  if (!['', 'url'].includes(coding)) {
    throw new S3Refusal(400, 'InvalidArgument', 'Invalid Encoding Method specified in Request');
  }
  const shown = (name: string): string => (coding === 'url' ? urlEncoded(name, kind === 'aws') : name);
  const token = query.get('continuation-token');
  const after = token === null ? text('start-after') : Buffer.from(token, 'base64').toString('utf8');
  const { items, prefixes, next } =
    most === 0
      ? { items: [], prefixes: [], next: null }
      : bucket.list({ prefix: text('prefix'), delimiter: text('delimiter'), after, most });
  const body = [
    element('Name', bucket.name),
    element('Prefix', shown(text('prefix'))),
    ...(query.has('delimiter') ? [element('Delimiter', shown(text('delimiter')))] : []),
    element('KeyCount', items.length + prefixes.length),
    element('MaxKeys', most),
    ...(coding === '' ? [] : [element('EncodingType', coding)]),
    element('IsTruncated', next !== null),
    ...(next === null ? [] : [element('NextContinuationToken', Buffer.from(next).toString('base64'))]),
    ...items.map((object) => {
      const facts = [
        element('Key', shown(object.name)),
        element('LastModified', new Date(object.updated).toISOString()),
        element('ETag', `"${object.etag}"`),
        element('Size', object.size),
        element('StorageClass', 'STANDARD'),
      ];
      return `<Contents>${facts.join('')}</Contents>`;
    }),
    ...prefixes.map((prefix) => `<CommonPrefixes>${element('Prefix', shown(prefix))}</CommonPrefixes>`),
  ];
  return xml('ListBucketResult', body.join(''));
}

/** Slashes stay; Amazon writes a space as +, others as %20. */
function urlEncoded(name: string, plus: boolean): string {
  const text = name.split('/').map(encodeURIComponent).join('/');
  return plus ? text.replace(/%20/g, '+') : text;
}
