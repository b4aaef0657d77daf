/**
 * Checksums that S3 clients state for their content: Content-MD5 and x-amz-checksum-…. They are compared and stored.
 */
import { createHash } from 'node:crypto';
import type { WireRequest } from '@tracer-tools/apps-script/wire';
import { crc32c } from '../../../../../src/core/crc32c';
import type { Contents } from '../contents';
import { S3Refusal } from './xml';

const PREFIX = 'x-amz-checksum-';

const TABLE = Uint32Array.from({ length: 256 }, (_none, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 as in gzip, big-endian, in base64. */
function crc32(bytes: Uint8Array): string {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = TABLE[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(~crc >>> 0);
  return sum.toString('base64');
}

/** The size in bytes of each checksum, and the function that computes it. */
const ALGORITHMS: Record<string, [size: number, of: (bytes: Uint8Array) => string]> = {
  crc32: [4, crc32],
  crc32c: [4, crc32c],
  sha1: [20, (bytes) => createHash('sha1').update(bytes).digest('base64')],
  sha256: [32, (bytes) => createHash('sha256').update(bytes).digest('base64')],
};

const sizeOf = (base64: string): number =>
  /^[A-Za-z0-9+/]*={0,2}$/.test(base64) ? Buffer.from(base64, 'base64').length : -1;

export const sumOf = (algorithm: string, contents: Contents): string =>
  contents.sum(algorithm, ALGORITHMS[algorithm]![1]);

/** The algorithm in `x-amz-checksum-algorithm`, in lower case; '' for none. Throws for an unknown one. */
export function algorithmIn(headers: WireRequest['headers']): string {
  const name = headers['x-amz-checksum-algorithm'];
  if (name === undefined) return '';
  if (ALGORITHMS[name.toLowerCase()] === undefined) throw unknownAlgorithm(name);
  return name.toLowerCase();
}

const unknownAlgorithm = (name: string): S3Refusal =>
  name.toLowerCase() === 'crc64nvme'
    ? new S3Refusal(501, 'NotImplemented', 'The sandbox does not know CRC64NVME.')
    : new S3Refusal(400, 'InvalidRequest', 'Value for x-amz-checksum-algorithm header is invalid.');

/**
 * Compares the checksums that the request states with its body. Returns the ones to keep, and whether it stated any.
 */
export function checkedSums(
  headers: WireRequest['headers'],
  contents: Contents,
): { kept: Record<string, string>; any: boolean } {
  const md5 = headers['content-md5'];
  if (md5 !== undefined) {
    if (sizeOf(md5) !== 16) {
      throw new S3Refusal(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.');
    }
    if (contents.md5 !== md5) {
      throw new S3Refusal(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
    }
  }
  const statedSums = Object.entries(headers).filter(
    ([name]) => name.startsWith(PREFIX) && !/-(?:mode|algorithm|type)$/.test(name),
  );
  if (statedSums.length > 1) {
    throw new S3Refusal(
      400,
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  for (const [header, value] of statedSums) {
    const name = header.slice(PREFIX.length);
    const algorithm = ALGORITHMS[name];
    if (algorithm === undefined) throw unknownAlgorithm(name);
    if (sizeOf(value) !== algorithm[0]) {
      throw new S3Refusal(400, 'InvalidRequest', `Value for ${header} header is invalid.`);
    }
    if (sumOf(name, contents) !== value) {
      const message = `The ${name.toUpperCase()} you specified did not match the calculated checksum.`;
      throw new S3Refusal(400, 'BadDigest', message);
    }
  }
  const keptSums = Object.fromEntries(statedSums.map(([name, value]) => [name.slice(PREFIX.length), value]));
  return { kept: keptSums, any: md5 !== undefined || statedSums.length > 0 };
}

/** Headers with the checksums of an object. */
export const sumHeaders = (sums: Record<string, string>): [string, string][] =>
  Object.entries(sums).map(([name, value]) => [`${PREFIX}${name}`, value]);

/** Elements such as ChecksumCRC32C, of an object or a part. */
export const sumElements = (sums: Record<string, string>): [string, string][] =>
  Object.entries(sums).map(([name, value]) => [`Checksum${name.toUpperCase()}`, value]);

/** The checksum of the parts' checksums, which S3 states for an object uploaded in parts. */
export function compositeSum(algorithm: string, sums: readonly string[]): string {
  const bytes = new Uint8Array(Buffer.concat(sums.map((sum) => Buffer.from(sum, 'base64'))));
  return `${ALGORITHMS[algorithm]![1](bytes)}-${sums.length}`;
}
