/**
 * Finds the signer of an S3 request: Signature Version 4, in the Authorization header or in the address, checked
 * completely.
 */
import { createHash, createHmac } from 'node:crypto';
import type { WireRequest } from '@tracer-tools/apps-script/wire';
import { type ChunkSigner, withoutChunks } from './chunked';
import { S3Refusal } from './xml';

export interface S3Keys {
  accessKey: string;
  secret: string;
}

/** An address that a client may have used for the store: its own host, or a path on the sandbox's origin. */
export interface SignedAddress {
  host: string;
  /** As sent, with the query. */
  path: string;
}

export interface SignatureOptions {
  keys: S3Keys;
  /** In ms. */
  clock: number;
  /** The only valid region, or '' if the store ignores it. */
  region: string;
}

/** The claims of a request: the scope of the signature, the signed headers, and the signature. */
interface Claim {
  id: string;
  day: string;
  region: string;
  time: string;
  names: string[];
  signature: string;
  /** Hash of the body, as in the canonical request. */
  hash: string;
}

/** Limit in ms of the difference between the clocks of client and store. */
const MOST_SKEW_MS = 15 * 60_000;
/** Limit in seconds of the lifetime of a signed address. */
const MOST_EXPIRY = 7 * 24 * 3600;
const EMPTY_HASH = createHash('sha256').digest('hex');

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/**
 * The request with its decoded body, and whether it was signed; an anonymous request was not. Throws for a wrong
 * signature.
 */
export function checkSignature(
  request: WireRequest,
  addresses: readonly SignedAddress[],
  { keys, clock, region }: SignatureOptions,
): { signed: boolean; request: WireRequest } {
  const claim = claimOf(request, clock);
  if (claim === null) return { signed: false, request: withoutChunks(request, null) };
  if (claim.id !== keys.accessKey) {
    const message = 'The AWS Access Key Id you provided does not exist in our records.';
    throw new S3Refusal(403, 'InvalidAccessKeyId', message, { AWSAccessKeyId: claim.id });
  }
  if (region !== '' && claim.region !== region) {
    const message = `The authorization header is malformed; the region '${claim.region}' is wrong; expecting '${region}'`;
    throw new S3Refusal(400, 'AuthorizationHeaderMalformed', message, { Region: region });
  }
  if (request.headers['x-amz-security-token'] !== undefined) {
    throw new S3Refusal(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.');
  }
  const scope = `${claim.day}/${claim.region}/s3/aws4_request`;
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${keys.secret}`) as Buffer;
  const right = addresses.some(({ host, path }) => {
    const canonical = canonicalRequest(request, host, path, claim);
    const text = ['AWS4-HMAC-SHA256', claim.time, scope, sha256(canonical)].join('\n');
    return hmac(key, text).toString('hex') === claim.signature;
  });
  if (!right) throw mismatch(claim.id);
  return { signed: true, request: withoutChunks(request, chunkSigner(claim, scope, key)) };
}

const mismatch = (id: string): S3Refusal =>
  new S3Refusal(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    { AWSAccessKeyId: id },
  );

/** The signature of each chunk of a streamed body covers the previous signature. */
function chunkSigner(claim: Claim, scope: string, key: Buffer): ChunkSigner {
  let last = claim.signature;
  return (kind, data, signature) => {
    const hashes = kind === 'PAYLOAD' ? `${EMPTY_HASH}\n${sha256(data)}` : sha256(data);
    const text = [`AWS4-HMAC-SHA256-${kind}`, claim.time, scope, last, hashes].join('\n');
    last = hmac(key, text).toString('hex');
    if (last !== signature) throw mismatch(claim.id);
  };
}

function claimOf(request: WireRequest, clock: number): Claim | null {
  const { authorization } = request.headers;
  const query = new URLSearchParams(request.path.split(/\?(.*)/s)[1] ?? '');
  if (query.has('X-Amz-Signature')) return claimInQuery(query, clock);
  if (query.has('AWSAccessKeyId') || /^AWS /.test(authorization ?? '')) {
    const message =
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.';
    throw new S3Refusal(400, 'InvalidRequest', message);
  }
  // A bearer token is Google's: S3 does not treat it as a signature.
  if (authorization === undefined || /^Bearer /i.test(authorization)) return null;
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(
      authorization.trim(),
    );
  if (found === null) {
    throw new S3Refusal(400, 'AuthorizationHeaderMalformed', 'The authorization header is malformed.');
  }
  const [, id, day, region, list, signature] = found as unknown as string[];
  const time = request.headers['x-amz-date'] ?? '';
  checkTime(time, day!, clock);
  const names = list!.split(';');
  const unsignedHeader = Object.keys(request.headers).find(
    (name) => name.startsWith('x-amz-') && !names.includes(name),
  );
  if (unsignedHeader !== undefined || !names.includes('host')) {
    const message = 'There were headers present in the request which were not signed';
    throw new S3Refusal(403, 'AccessDenied', message, { HeadersNotSigned: unsignedHeader ?? 'host' });
  }
  return {
    id: id!,
    day: day!,
    region: region!,
    time,
    names,
    signature: signature!,
    hash: payloadHash(request),
  };
}

function claimInQuery(query: URLSearchParams, clock: number): Claim {
  const text = (name: string): string => query.get(`X-Amz-${name}`) ?? '';
  const [, id, day, region] = /^([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request$/.exec(text('Credential')) ?? [];
  const seconds = Number(text('Expires'));
  if (
    id === undefined ||
    text('Algorithm') !== 'AWS4-HMAC-SHA256' ||
    !(seconds > 0 && seconds <= MOST_EXPIRY)
  ) {
    const message =
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.';
    throw new S3Refusal(400, 'AuthorizationQueryParametersError', message);
  }
  const time = text('Date');
  const at = timeOf(time);
  if (Number.isNaN(at) || clock > at + seconds * 1000 || at > clock + MOST_SKEW_MS) {
    throw new S3Refusal(403, 'AccessDenied', 'Request has expired');
  }
  const names = text('SignedHeaders').split(';');
  const signature = text('Signature');
  return { id, day: day!, region: region!, time, names, signature, hash: 'UNSIGNED-PAYLOAD' };
}

function timeOf(time: string): number {
  const [, year, month, date, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time) ?? [];
  return Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(date),
    Number(hour),
    Number(minute),
    Number(second),
  );
}

function checkTime(time: string, day: string, clock: number): void {
  const at = timeOf(time);
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
  const statedHash = request.headers['x-amz-content-sha256'];
  if (statedHash === undefined) {
    throw new S3Refusal(
      400,
      'InvalidRequest',
      'Missing required header for this request: x-amz-content-sha256',
    );
  }
  if (statedHash === 'UNSIGNED-PAYLOAD' || statedHash.startsWith('STREAMING-')) return statedHash;
  if (statedHash !== sha256(request.body)) {
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    throw new S3Refusal(400, 'XAmzContentSHA256Mismatch', message);
  }
  return statedHash;
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const byName = ([a, x]: readonly [string, string], [b, y]: readonly [string, string]): number =>
  a === b ? (x < y ? -1 : x > y ? 1 : 0) : a < b ? -1 : 1;

function canonicalRequest(request: WireRequest, host: string, target: string, claim: Claim): string {
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      return [encode(decodeURIComponent(name)), encode(decodeURIComponent(value))] as const;
    })
    .filter(([name]) => name !== 'X-Amz-Signature')
    .sort(byName);
  const resource = path.split('/').map((part) => encode(decodeURIComponent(part)));
  const headers = claim.names.map((name) => {
    const value = name === 'host' ? host : (request.headers[name] ?? '');
    return `${name}:${value.trim().replace(/ +/g, ' ')}\n`;
  });
  return [
    request.method,
    resource.join('/'),
    pairs.map((pair) => pair.join('=')).join('&'),
    headers.join(''),
    claim.names.join(';'),
    claim.hash,
  ].join('\n');
}
