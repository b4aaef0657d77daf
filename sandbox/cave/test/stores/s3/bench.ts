/** Asks the S3 hosts of one sandbox with signed requests. */
import { createHash, createHmac } from 'node:crypto';
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { signS3 } from '../../../../../src/volumes/s3/sigv4';
import type { CaveSandbox } from '../../../src';
import { NOW } from '../../ask';
import { text } from '../bench';

export const AMAZON = 'https://s3.amazonaws.com';
const HASHES = {
  md5: (data: Uint8Array) => createHash('md5').update(data).digest(),
  sha256: (data: Uint8Array) => createHash('sha256').update(data).digest(),
  hmacSha256: (key: Uint8Array, data: Uint8Array) => createHmac('sha256', key).update(data).digest(),
};

export interface S3RequestParts {
  body?: string | Uint8Array;
  headers?: Record<string, string>;
  /** What differs from the right signature. */
  keys?: { accessKey?: string; secret?: string; region?: string };
  now?: number;
  /** After the signature was made. */
  tamper?: (headers: Record<string, string>) => void;
}

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

export const s3Asker =
  (sandbox: CaveSandbox) =>
  (method: Method, url: string, options: S3RequestParts = {}): WireReply => {
    const { body = '', headers = {}, keys, now = NOW, tamper } = options;
    const signedRequest = signS3(
      { method, url, idempotent: true, route: '', headers, body },
      { ...sandbox.s3Keys, sessionToken: '', region: 'us-east-1', ...keys },
      HASHES,
      now,
    );
    const wire = { ...signedRequest.headers };
    tamper?.(wire);
    return plainAsker(sandbox)(method, url, wire, body);
  };

/** Without a signature. */
export const plainAsker =
  (sandbox: CaveSandbox) =>
  (
    method: string,
    url: string,
    headers: Record<string, string> = {},
    body: string | Uint8Array = '',
  ): WireReply => {
    const { pathname, search } = new URL(url);
    return sandbox.network(url)!({
      method,
      path: `${pathname}${search}`,
      headers,
      body: typeof body === 'string' ? Buffer.from(body) : body,
    });
  };

export const code = (reply: WireReply): [number, string | undefined] => [
  reply.status,
  /<Code>(\w+)<\/Code>/.exec(text(reply))?.[1],
];
export const field = (reply: WireReply, name: string): string[] =>
  [...text(reply).matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, value]) => value!);

const sha256 = (data: string): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** An address that holds its signature, valid for `seconds` from `at` on, ms. */
export function signedAddress(
  sandbox: CaveSandbox,
  url: string,
  { seconds = 60, method = 'GET', at = NOW }: { seconds?: number; method?: string; at?: number } = {},
): string {
  const { host, pathname, searchParams, origin } = new URL(url);
  const time = `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const scope = `${time.slice(0, 8)}/us-east-1/s3/aws4_request`;
  const pairs = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${sandbox.s3Keys.accessKey}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(seconds),
    'X-Amz-SignedHeaders': 'host',
    ...Object.fromEntries(searchParams),
  };
  const query = Object.entries(pairs)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
  const canonical = [method, pathname, query, `host:${host}\n`, 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${sandbox.s3Keys.secret}`) as Buffer;
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  return `${origin}${pathname}?${query}&X-Amz-Signature=${hmac(key, text).toString('hex')}`;
}
