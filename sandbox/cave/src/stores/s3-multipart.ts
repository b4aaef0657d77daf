/** Multipart uploads of S3: begun, sent or copied in parts, completed, aborted, listed. */
import { createHash } from 'node:crypto';
import type { WireReply } from '@tracer-tools/apps-script/wire';
import type { Bucket, ObjectMetadata } from './bucket';
import { checkBody, checkConditions, copySource, factsOf, needSigned, type S3Call } from './s3-call';
import { element, itemsOf, S3Refusal, xml } from './s3-xml';
import { requestedRange } from './serve-object';

/** Bytes of every part but the last. */
const LEAST_PART = 5 * 1024 * 1024;
const MOST_PARTS = 10_000;

interface Part {
  bytes: Uint8Array;
  md5: Buffer;
}

interface Upload {
  bucket: Bucket;
  key: string;
  facts: Partial<ObjectMetadata>;
  parts: Map<number, Part>;
  /** ms. */
  begun: number;
}

const partTag = ({ md5 }: Part): string => `"${md5.toString('hex')}"`;

export class MultipartUploads {
  private readonly uploads = new Map<string, Upload>();
  private count = 0;

  constructor(private readonly now: () => number) {}

  /** What of the query is of multipart uploads; null where nothing is. */
  handle(call: S3Call): WireReply | null {
    const { query, request, key } = call;
    const id = query.get('uploadId');
    if (id === null && !query.has('uploads')) return null;
    needSigned(call);
    const { method } = request;
    if (id === null && key === '' && method === 'GET') return this.list(call);
    if (id === null && key !== '' && method === 'POST') return this.begin(call);
    const upload = this.uploads.get(id ?? '');
    if (upload === undefined || upload.bucket !== call.bucket || upload.key !== key) {
      const message =
        'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
      throw new S3Refusal(404, 'NoSuchUpload', message, { UploadId: id ?? '' });
    }
    if (method === 'PUT') return put(call, upload);
    if (method === 'POST') return this.complete(call, id!, upload);
    if (method === 'GET') return listParts(id!, upload);
    if (method !== 'DELETE') {
      throw new S3Refusal(
        405,
        'MethodNotAllowed',
        'The specified method is not allowed against this resource.',
      );
    }
    this.uploads.delete(id!);
    return { status: 204, headers: [], body: new Uint8Array(0) };
  }

  private begin({ request, bucket, key }: S3Call): WireReply {
    this.count += 1;
    const id = `sandbox+${this.count}/part`;
    const facts = factsOf(request.headers, bucket);
    this.uploads.set(id, { bucket, key, facts, parts: new Map(), begun: this.now() });
    return xml(
      'InitiateMultipartUploadResult',
      element('Bucket', bucket.name) + element('Key', key) + element('UploadId', id),
    );
  }

  private complete(call: S3Call, id: string, { bucket, key, facts, parts }: Upload): WireReply {
    const { request } = call;
    const given = itemsOf(request.body, 'CompleteMultipartUpload', 'Part').map((part) => ({
      number: Number(part.get('PartNumber')),
      tag: part.get('ETag') ?? '',
    }));
    if (given.length === 0) {
      throw new S3Refusal(400, 'MalformedXML', 'You must specify at least one part');
    }
    if (given.some(({ number }, i) => i > 0 && number <= given[i - 1]!.number)) {
      throw new S3Refusal(400, 'InvalidPartOrder', 'The list of parts was not in ascending order.');
    }
    const chosen = given.map(({ number, tag }) => {
      const part = parts.get(number);
      if (part !== undefined && partTag(part).replace(/"/g, '') === tag.replace(/"/g, '')) return part;
      const message = 'One or more of the specified parts could not be found.';
      throw new S3Refusal(400, 'InvalidPart', message, { PartNumber: String(number) });
    });
    const small = chosen.slice(0, -1).find(({ bytes }) => bytes.length < LEAST_PART);
    if (small !== undefined) {
      const message = 'Your proposed upload is smaller than the minimum allowed size';
      throw new S3Refusal(400, 'EntityTooSmall', message, { ProposedSize: String(small.bytes.length) });
    }
    checkConditions(request.headers, bucket.get(key));
    const sums = createHash('md5')
      .update(Buffer.concat(chosen.map(({ md5 }) => md5)))
      .digest('hex');
    const bytes = new Uint8Array(Buffer.concat(chosen.map((part) => part.bytes)));
    const object = bucket.put(key, bytes, { ...facts, partsTag: `${sums}-${chosen.length}` });
    this.uploads.delete(id);
    const elements = { Bucket: bucket.name, Key: key, ETag: `"${object.etag}"` };
    return xml(
      'CompleteMultipartUploadResult',
      Object.entries(elements)
        .map(([name, text]) => element(name, text))
        .join(''),
    );
  }

  private list({ bucket, query }: S3Call): WireReply {
    const open = [...this.uploads].filter(
      ([, upload]) => upload.bucket === bucket && upload.key.startsWith(query.get('prefix') ?? ''),
    );
    const uploads = open.map(([id, { key, begun }]) => {
      const facts =
        element('Key', key) + element('UploadId', id) + element('Initiated', new Date(begun).toISOString());
      return `<Upload>${facts}</Upload>`;
    });
    const head = element('Bucket', bucket.name) + element('IsTruncated', false);
    return xml('ListMultipartUploadsResult', head + uploads.join(''));
  }
}

function put(call: S3Call, { parts }: Upload): WireReply {
  const { request, query } = call;
  const number = Number(query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > MOST_PARTS) {
    const message = `Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`;
    throw new S3Refusal(400, 'InvalidArgument', message, { ArgumentName: 'partNumber' });
  }
  const copies = request.headers['x-amz-copy-source'] !== undefined;
  const bytes = copies ? copiedRange(call) : request.body.slice();
  if (!copies) checkBody(request);
  const part = { bytes, md5: createHash('md5').update(bytes).digest() };
  parts.set(number, part);
  if (!copies) return { status: 200, headers: [['ETag', partTag(part)]], body: new Uint8Array(0) };
  return xml('CopyPartResult', element('ETag', partTag(part)));
}

function copiedRange(call: S3Call): Uint8Array {
  const source = copySource(call);
  const header = call.request.headers['x-amz-copy-source-range'];
  if (header === undefined) return source.bytes;
  const range = requestedRange(header, source.size);
  const last = Number(/-(\d+)$/.exec(header)?.[1] ?? Number.NaN);
  if (range === 'whole' || range === 'beyond' || last !== range.last) {
    const message = `Range specified is not valid for source object of size: ${source.size}`;
    throw new S3Refusal(400, 'InvalidArgument', message);
  }
  return source.read(range.first, range.last)!;
}

function listParts(id: string, { bucket, key, parts }: Upload): WireReply {
  const shown = [...parts]
    .sort(([a], [b]) => a - b)
    .map(([number, part]) => {
      const facts =
        element('PartNumber', number) + element('ETag', partTag(part)) + element('Size', part.bytes.length);
      return `<Part>${facts}</Part>`;
    });
  const head = element('Bucket', bucket.name) + element('Key', key) + element('UploadId', id);
  return xml('ListPartsResult', `${head}${element('IsTruncated', false)}${shown.join('')}`);
}
