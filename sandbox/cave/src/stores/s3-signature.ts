/** Who signed an S3 request: Signature Version 4 in the Authorization header, checked in full. */
import { createHash, createHmac } from 'node:crypto';
import type { WireRequest } from '@tracer-tools/apps-script/wire';
import { S3Refusal } from './s3-xml';

export interface S3Keys {
  accessKey: string;
  secret: string;
}

/** A way that a client may have addressed the store: under its own host, or below the sandbox's origin. */
export interface SignedAddress {
  host: string;
  /** As sent, with the query. */
  path: string;
}

export interface SignatureOptions {
  keys: S3Keys;
  /** ms. */
  clock: number;
  /** The only region that is right, or '' where the store does not look. */
  region: string;
}

/** Minutes that a client's clock may be off. */
const MOST_SKEW_MS = 15 * 60_000;

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** True for a signed request, false for an anonymous one; throws for a signature that does not hold. */
export function isSigned(
  request: WireRequest,
  addresses: readonly SignedAddress[],
  { keys, clock, region }: SignatureOptions,
): boolean {
  const { authorization } = request.headers;
  // A bearer token is Google's: S3 takes it for no signature at all.
  if (authorization === undefined || /^Bearer /i.test(authorization)) return false;
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(
      authorization.trim(),
    );
  if (found === null) {
    throw new S3Refusal(400, 'AuthorizationHeaderMalformed', 'The authorization header is malformed.');
  }
  const [, id, day, place, names, signature] = found as unknown as string[];
  if (id !== keys.accessKey) {
    const message = 'The AWS Access Key Id you provided does not exist in our records.';
    throw new S3Refusal(403, 'InvalidAccessKeyId', message, { AWSAccessKeyId: id! });
  }
  if (region !== '' && place !== region) {
    const message = `The authorization header is malformed; the region '${place}' is wrong; expecting '${region}'`;
    throw new S3Refusal(400, 'AuthorizationHeaderMalformed', message, { Region: region });
  }
  const time = request.headers['x-amz-date'] ?? '';
  checkTime(time, day!, clock);
  const hash = payloadHash(request);
  const signed = names!.split(';');
  const unsigned = Object.keys(request.headers).find(
    (name) => name.startsWith('x-amz-') && !signed.includes(name),
  );
  if (unsigned !== undefined || !signed.includes('host')) {
    const message = 'There were headers present in the request which were not signed';
    throw new S3Refusal(403, 'AccessDenied', message, { HeadersNotSigned: unsigned ?? 'host' });
  }
  const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${keys.secret}`, day!), place!));
  const right = addresses.some(({ host, path }) => {
    const canonical = canonicalRequest(request, host, path, signed, hash);
    const text = ['AWS4-HMAC-SHA256', time, `${day}/${place}/s3/aws4_request`, sha256(canonical)].join('\n');
    return hmac(key, text).toString('hex') === signature;
  });
  if (!right) {
    const message =
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
    throw new S3Refusal(403, 'SignatureDoesNotMatch', message, { AWSAccessKeyId: id! });
  }
  return true;
}

function checkTime(time: string, day: string, clock: number): void {
  const [, year, month, date, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time) ?? [];
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(date),
    Number(hour),
    Number(minute),
    Number(second),
  );
  if (Number.isNaN(at) || !time.startsWith(day)) {
    throw new S3Refusal(403, 'AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
  }
  if (Math.abs(at - clock) <= MOST_SKEW_MS) return;
  const message = 'The difference between the request time and the current time is too large.';
  throw new S3Refusal(403, 'RequestTimeTooSkewed', message, {
    RequestTime: time,
    ServerTime: new Date(clock).toISOString(),
    MaxAllowedSkewMilliseconds: String(MOST_SKEW_MS),
  });
}

function payloadHash(request: WireRequest): string {
  const given = request.headers['x-amz-content-sha256'];
  if (given === undefined) {
    throw new S3Refusal(
      400,
      'InvalidRequest',
      'Missing required header for this request: x-amz-content-sha256',
    );
  }
  if (given === 'UNSIGNED-PAYLOAD') return given;
  if (given.startsWith('STREAMING-')) {
    throw new S3Refusal(
      501,
      'NotImplemented',
      'A header you provided implies functionality that is not implemented',
    );
  }
  if (given !== sha256(request.body)) {
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    throw new S3Refusal(400, 'XAmzContentSHA256Mismatch', message);
  }
  return given;
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function canonicalRequest(
  request: WireRequest,
  host: string,
  target: string,
  signed: readonly string[],
  hash: string,
): string {
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      return `${encoded(decodeURIComponent(name))}=${encoded(decodeURIComponent(value))}`;
    })
    .sort();
  const resource = path.split('/').map((part) => encoded(decodeURIComponent(part)));
  const headers = signed.map((name) => {
    const value = name === 'host' ? host : (request.headers[name] ?? '');
    return `${name}:${value.trim().replace(/ +/g, ' ')}\n`;
  });
  return [request.method, resource.join('/'), pairs.join('&'), headers.join(''), signed.join(';'), hash].join(
    '\n',
  );
}
