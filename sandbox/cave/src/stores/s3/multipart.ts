/** Multipart uploads of S3: started, uploaded or copied in parts, completed, aborted, listed. */
import { createHash } from 'node:crypto';
import type { WireReply } from '@tracer-tools/apps-script/wire';
import type { Bucket } from '../bucket';
import { Contents, joinContents } from '../contents';
import type { ObjectMetadata } from '../object';
import { requestedRange } from '../serve-object';
import {
  checkConditions,
  checkKey,
  copySource,
  emptyReply,
  objectFacts,
  requireSignature,
  type S3Call,
} from './call';
import { pageSize } from './list';
import { algorithmIn, checkedSums, compositeSum, sumElements, sumHeaders, sumOf } from './sums';
import { element, itemsOf, S3Refusal, xml } from './xml';

/** Byte limits of a part: at least (except for the last part), and at most. */
const LEAST_PART = 5 * 1024 * 1024;
const MOST_PART = 5 * 1024 ** 3;
const MOST_PARTS = 10_000;

interface Part {
  contents: Contents;
  sums: Record<string, string>;
  /** In ms. */
  updated: number;
}

interface Upload {
  bucket: Bucket;
  key: string;
  facts: Partial<ObjectMetadata>;
  /**
   * Algorithm of the parts' checksums, '' for none; and whether the checksum covers the whole object or the parts'
   * checksums.
   */
  algorithm: string;
  whole: boolean;
  parts: Map<number, Part>;
  /** In ms. */
  begun: number;
}

const partTag = ({ contents }: Part): string => Buffer.from(contents.md5, 'base64').toString('hex');
const elements = (pairs: readonly [string, string | number | boolean][]): string =>
  pairs.map(([name, value]) => element(name, value)).join('');

export class MultipartUploads {
  private readonly uploads = new Map<string, Upload>();
  private count = 0;

  constructor(private readonly now: () => number) {}

  /** Handles a query about multipart uploads; null for other queries. */
  handle(call: S3Call): WireReply | null {
    const { query, request, key } = call;
    const id = query.get('uploadId');
    if (id === null && !query.has('uploads')) return null;
    requireSignature(call);
    const { method } = request;
    if (id === null && key === '' && method === 'GET') return this.list(call);
    if (id === null && key !== '' && method === 'POST') return this.begin(call);
    const upload = this.uploads.get(id ?? '');
    if (upload === undefined || upload.bucket !== call.bucket || upload.key !== key) {
      const message =
        'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
      throw new S3Refusal(404, 'NoSuchUpload', message, { UploadId: id ?? '' });
    }
    if (method === 'PUT') return put(call, upload, this.now());
    if (method === 'POST') return this.complete(call, id!, upload);
    if (method === 'GET') return listParts(call, id!, upload);
    if (method !== 'DELETE') {
      throw new S3Refusal(
        405,
        'MethodNotAllowed',
        'The specified method is not allowed against this resource.',
      );
    }
    this.uploads.delete(id!);
    return emptyReply(204);
  }

  private begin({ request, bucket, key }: S3Call): WireReply {
    checkKey(key);
    this.count += 1;
    const id = `sandbox+${this.count}/part`;
    const { headers } = request;
    this.uploads.set(id, {
      bucket,
      key,
      facts: objectFacts(headers, bucket),
      algorithm: algorithmIn(headers),
      whole: headers['x-amz-checksum-type'] === 'FULL_OBJECT',
      parts: new Map(),
      begun: this.now(),
    });
    return xml(
      'InitiateMultipartUploadResult',
      elements([
        ['Bucket', bucket.name],
        ['Key', key],
        ['UploadId', id],
      ]),
    );
  }

  private complete(call: S3Call, id: string, upload: Upload): WireReply {
    const { request } = call;
    const { bucket, key, facts } = upload;
    const parts = chosenParts(call, upload);
    const small = parts.slice(0, -1).find(({ contents }) => contents.size < LEAST_PART);
    if (small !== undefined) {
      const message = 'Your proposed upload is smaller than the minimum allowed size';
      throw new S3Refusal(400, 'EntityTooSmall', message, { ProposedSize: String(small.contents.size) });
    }
    checkConditions(request.headers, bucket.get(key));
    const tag = createHash('md5')
      .update(Buffer.concat(parts.map(({ contents }) => Buffer.from(contents.md5, 'base64'))))
      .digest('hex');
    const contents = joinContents(parts.map((part) => part.contents));
    const checksums = checksumOf(call, upload, parts, contents);
    const object = bucket.put(key, contents, { ...facts, partsTag: `${tag}-${parts.length}`, checksums });
    this.uploads.delete(id);
    return xml(
      'CompleteMultipartUploadResult',
      elements([
        ['Location', `/${bucket.name}/${key}`],
        ['Bucket', bucket.name],
        ['Key', key],
        ['ETag', `"${object.etag}"`],
        ...sumElements(checksums),
      ]),
    );
  }

  /** Lists one page of uploads, ordered by key and then by start time. */
  private list({ bucket, query }: S3Call): WireReply {
    const prefix = query.get('prefix') ?? '';
    const [afterKey, afterId] = [query.get('key-marker') ?? '', query.get('upload-id-marker') ?? ''];
    const most = pageSize(query.get('max-uploads'));
    const open = [...this.uploads]
      .filter(([, upload]) => upload.bucket === bucket && upload.key.startsWith(prefix))
      .sort(([, a], [, b]) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.begun - b.begun));
    const from = open.findIndex(([id, { key }]) =>
      afterId === '' ? key > afterKey : key > afterKey || (key === afterKey && id > afterId),
    );
    const rest = from < 0 ? [] : open.slice(from);
    const page = rest.slice(0, most);
    const last = page[page.length - 1];
    const more = rest.length > page.length && last !== undefined;
    const uploads = page.map(([id, { key, begun }]) => {
      const facts = elements([
        ['Key', key],
        ['UploadId', id],
        ['StorageClass', 'STANDARD'],
        ['Initiated', new Date(begun).toISOString()],
      ]);
      return `<Upload>${facts}</Upload>`;
    });
    const head = elements([
      ['Bucket', bucket.name],
      ['KeyMarker', afterKey],
      ['UploadIdMarker', afterId],
      ...(more
        ? ([
            ['NextKeyMarker', last[1].key],
            ['NextUploadIdMarker', last[0]],
          ] as [string, string][])
        : []),
      ['MaxUploads', most],
      ['IsTruncated', more],
    ]);
    return xml('ListMultipartUploadsResult', head + uploads.join(''));
  }
}

/** The parts that the document of a completion names. */
function chosenParts({ request }: S3Call, { parts, algorithm }: Upload): Part[] {
  const namedParts = itemsOf(request.body, 'CompleteMultipartUpload', 'Part').map((part) => ({
    number: Number(part.get('PartNumber')),
    tag: (part.get('ETag') ?? '').replace(/"/g, ''),
    sum: algorithm === '' ? undefined : part.get(`Checksum${algorithm.toUpperCase()}`),
  }));
  if (namedParts.length === 0) {
    throw new S3Refusal(400, 'MalformedXML', 'You must specify at least one part');
  }
  if (namedParts.some(({ number }, i) => i > 0 && number <= namedParts[i - 1]!.number)) {
    throw new S3Refusal(400, 'InvalidPartOrder', 'The list of parts was not in ascending order.');
  }
  return namedParts.map(({ number, tag, sum }) => {
    const part = parts.get(number);
    const same = part !== undefined && partTag(part) === tag;
    if (same && (sum === undefined || sum === part.sums[algorithm])) return part;
    const message =
      "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
    throw new S3Refusal(400, 'InvalidPart', message, { PartNumber: String(number) });
  });
}

/**
 * The checksum to keep for an object uploaded in parts. A checksum of the whole is compared with the one in the
 * completion.
 */
function checksumOf(
  { request }: S3Call,
  { algorithm, whole }: Upload,
  parts: readonly Part[],
  contents: Contents,
): Record<string, string> {
  if (algorithm === '') return {};
  const sum = whole
    ? sumOf(algorithm, contents)
    : compositeSum(
        algorithm,
        parts.map((part) => part.sums[algorithm]!),
      );
  const statedSum = request.headers[`x-amz-checksum-${algorithm}`];
  if (statedSum !== undefined && statedSum !== sum) {
    const message = `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`;
    throw new S3Refusal(400, 'BadDigest', message);
  }
  return { [algorithm]: sum };
}

function put(call: S3Call, { parts, algorithm }: Upload, now: number): WireReply {
  const { request, query } = call;
  const number = Number(query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > MOST_PARTS) {
    const message = `Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`;
    throw new S3Refusal(400, 'InvalidArgument', message, { ArgumentName: 'partNumber' });
  }
  const copies = request.headers['x-amz-copy-source'] !== undefined;
  const contents = copies ? copiedRange(call) : new Contents(request.body.slice());
  const { kept } = copies ? { kept: {} } : checkedSums(request.headers, contents);
  const sums = algorithm === '' ? kept : { [algorithm]: sumOf(algorithm, contents) };
  const part = { contents, sums, updated: now };
  parts.set(number, part);
  if (!copies) return emptyReply(200, [['ETag', `"${partTag(part)}"`], ...sumHeaders(sums)]);
  return xml(
    'CopyPartResult',
    elements([
      ['LastModified', new Date(now).toISOString()],
      ['ETag', `"${partTag(part)}"`],
      ...sumElements(sums),
    ]),
  );
}

function copiedRange(call: S3Call): Contents {
  const source = copySource(call);
  const header = call.request.headers['x-amz-copy-source-range'];
  const range = header === undefined ? 'whole' : requestedRange(header, source.size);
  const last = Number(/-(\d+)$/.exec(header ?? '')?.[1] ?? Number.NaN);
  if (header !== undefined && (range === 'whole' || range === 'beyond' || last !== range.last)) {
    const message = `Range specified is not valid for source object of size: ${source.size}`;
    throw new S3Refusal(400, 'InvalidArgument', message);
  }
  const contents =
    range === 'whole' || range === 'beyond' ? source.contents : source.contents.part(range.first, range.last);
  if (contents.size <= MOST_PART) return contents;
  const message = `The specified copy source is larger than the maximum allowable size for a copy source: ${MOST_PART}`;
  throw new S3Refusal(400, 'InvalidRequest', message);
}

function listParts({ query }: S3Call, id: string, { bucket, key, parts }: Upload): WireReply {
  const after = Number(query.get('part-number-marker') ?? 0);
  const most = pageSize(query.get('max-parts'));
  const rest = [...parts].sort(([a], [b]) => a - b).filter(([number]) => number > after);
  const page = rest.slice(0, most);
  const last = page[page.length - 1]?.[0];
  const more = rest.length > page.length && last !== undefined;
  const entries = page.map(([number, part]) => {
    const facts = elements([
      ['PartNumber', number],
      ['LastModified', new Date(part.updated).toISOString()],
      ['ETag', `"${partTag(part)}"`],
      ['Size', part.contents.size],
      ...sumElements(part.sums),
    ]);
    return `<Part>${facts}</Part>`;
  });
  const head = elements([
    ['Bucket', bucket.name],
    ['Key', key],
    ['UploadId', id],
    ['PartNumberMarker', after],
    ...(more ? ([['NextPartNumberMarker', last]] as [string, number][]) : []),
    ['MaxParts', most],
    ['IsTruncated', more],
  ]);
  return xml('ListPartsResult', head + entries.join(''));
}
