/**
 * AWS Signature Version 4 for S3, in the Authorization header. Synchronous: the caller passes the platform's hash
 * functions. https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
import { toBase64 } from '../../core/base64';
import type { HttpRequest } from '../../http/request';

export interface S3Keys {
  accessKey: string;
  secret: string;
  /** For temporary keys; '' for permanent ones. */
  sessionToken: string;
  region: string;
}

/** Bytes, or a text to hash as UTF-8: platforms encode it faster than a script. */
export type HashInput = Uint8Array | string;

/** The platform's hash functions. */
export interface Hashes {
  md5(data: HashInput): Uint8Array;
  sha256(data: HashInput): Uint8Array;
  hmacSha256(key: HashInput, data: HashInput): Uint8Array;
}

/**
 * Headers to sign besides host and x-amz-*. Other headers are not signed: senders add or change them, such as
 * Content-Type and Content-Length.
 */
const SIGNED = /^(?:host|range|date|content-md5|x-amz-.*)$/;

/**
 * The request with its signature; `now` is in ms. Path and query are signed in the store's encoding, whatever encoding
 * is sent.
 */
export function signS3(request: HttpRequest, keys: S3Keys, hashes: Hashes, now: number): HttpRequest {
  const [, host = '', path = '', query = ''] =
    /^https?:\/\/([^/?#]+)([^?#]*)(?:\?([^#]*))?$/.exec(request.url) ?? [];
  const time = basicTime(now);
  const scope = `${time.slice(0, 8)}/${keys.region}/s3/aws4_request`;
  const { body = '' } = request;
  const payload = payloadOf(request.url, body, hashes);
  const headers: Record<string, string> = { ...request.headers };
  headers['x-amz-content-sha256'] = payload;
  headers['x-amz-date'] = time;
  // Dell's S3-compatible stores require it for multi-object deletion; every store checks it.
  if (body.length > 0) headers['content-md5'] = toBase64(hashes.md5(body));
  if (keys.sessionToken !== '') headers['x-amz-security-token'] = keys.sessionToken;
  const [names, lines] = signedLines(headers, host);
  const sentPath = path === '' ? '/' : encodePath(path);
  const canonical = `${request.method}\n${sentPath}\n${sortedQuery(query)}\n${lines}\n${names}\n${payload}`;
  const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hex(hashes.sha256(canonical))}`;
  const signature = hex(hashes.hmacSha256(signingKey(keys, scope, hashes), text));
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${keys.accessKey}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...request, headers };
}

/** `20260610T120000Z`, computed once for all requests of a second. */
function basicTime(now: number): string {
  const second = Math.floor(now / 1000);
  if (second !== lastTime.second) {
    lastTime = { second, text: new Date(now).toISOString().replace(/[-:]|\.\d+/g, '') };
  }
  return lastTime.text;
}
let lastTime = { second: Number.NaN, text: '' };

/** Names of the signed headers, separated by semicolons, and their lines, each with its line feed. */
function signedLines(headers: Record<string, string>, host: string): [names: string, lines: string] {
  const values: Record<string, string> = { host };
  const names = ['host'];
  for (const header in headers) {
    const name = header.toLowerCase();
    if (name === 'host' || !SIGNED.test(name)) continue;
    names.push(name);
    const value = headers[header]!.trim();
    values[name] = value.includes('  ') ? value.replace(/ +/g, ' ') : value;
  }
  let lines = '';
  for (const name of names.sort()) lines += `${name}:${values[name]}\n`;
  return [names.join(';'), lines];
}

/** SHA-256 of empty content. */
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * The body is hashed only once, as the MD5 that is signed with the headers. Over TLS this is enough for S3, and AWS's
 * own clients do the same.
 */
function payloadOf(url: string, body: HashInput, hashes: Hashes): string {
  if (body.length === 0) return EMPTY;
  const isSummed = typeof body !== 'string' && url.startsWith('https://');
  return isSummed ? 'UNSIGNED-PAYLOAD' : hex(hashes.sha256(body));
}

/** The signing key of a day and region, cached for each set of keys. */
const signingKeys = new WeakMap<S3Keys, { of: string; key: Uint8Array }>();

function signingKey(keys: S3Keys, scope: string, hashes: Hashes): Uint8Array {
  const of = `${keys.secret} ${scope}`;
  const cachedKey = signingKeys.get(keys);
  if (cachedKey?.of === of) return cachedKey.key;
  const key = scope
    .split('/')
    .reduce<HashInput>((chain, part) => hashes.hmacSha256(chain, part), `AWS4${keys.secret}`) as Uint8Array;
  signingKeys.set(keys, { of, key });
  return key;
}

const byName = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : a > b ? 1 : 0);

/** `?uploads` is signed as `uploads=`. */
const sortedQuery = (query: string): string =>
  query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const [name = '', ...value] = pair.split('=');
      return [recode(name), recode(value.join('='))];
    })
    .sort((a, b) => byName(a, b) || (a[1] < b[1] ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

const HEX = Array.from({ length: 256 }, (_none, byte) => (256 + byte).toString(16).slice(1));

function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** A path as S3 signs it: only what must be encoded is encoded, with capital digits. */
const ENCODED = /^(?:[\w.~/-]|%(?:[01][0-9A-F]|2[0-9A-CF]|3[A-F]|40|5[B-E]|60|7[B-DF]|[89A-F][0-9A-F]))*$/;

/** Encodes each segment of a path as S3 signs it. */
const encodePath = (text: string): string =>
  ENCODED.test(text) ? text : text.split('/').map(recode).join('/');

const recode = (part: string): string =>
  /^[\w.~-]*$/.test(part) ? part : uriEncode(decodeURIComponent(part));

/** Percent-encodes all characters except unreserved ones, as S3 signs keys and query values. */
export const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
