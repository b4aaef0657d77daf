/** Streamed bodies of S3 clients: `aws-chunked`, with or without a signature per chunk, and checksums in a trailer. */
import type { WireRequest } from '@tracer-tools/apps-script/wire';
import { S3Refusal } from './xml';

/** Checks the signature of the next chunk or of the trailer's lines; throws if it is wrong. */
export type ChunkSigner = (kind: 'PAYLOAD' | 'TRAILER', data: string | Uint8Array, signature: string) => void;

const incomplete = (): S3Refusal =>
  new S3Refusal(
    400,
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );

/** The request as if it had been sent in one piece; returns other requests unchanged. */
export function withoutChunks(request: WireRequest, signer: ChunkSigner | null): WireRequest {
  const kind = request.headers['x-amz-content-sha256'] ?? '';
  if (!kind.startsWith('STREAMING-')) return request;
  const [, signs, trails] = /^STREAMING-(AWS4-HMAC-SHA256|UNSIGNED)-PAYLOAD(-TRAILER)?$/.exec(kind) ?? [];
  if (signs === undefined || (signs === 'UNSIGNED' && trails === undefined)) {
    throw new S3Refusal(
      501,
      'NotImplemented',
      'A header you provided implies functionality that is not implemented',
    );
  }
  const check = signs === 'UNSIGNED' ? null : signer;
  const { body, rest } = chunksOf(request.body, check);
  const trailer = trails === undefined ? {} : trailerOf(rest, check);
  const declaredLength = request.headers['x-amz-decoded-content-length'];
  if (declaredLength === undefined) {
    throw new S3Refusal(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  if (Number(declaredLength) !== body.length) throw incomplete();
  const headers: Record<string, string> = { ...request.headers, ...trailer };
  const coding = (headers['content-encoding'] ?? '')
    .split(/\s*,\s*/)
    .filter((part) => part !== 'aws-chunked');
  headers['content-encoding'] = coding.join(',');
  return { ...request, headers, body };
}

/**
 * Reads chunks of `<hex size>[;chunk-signature=…]`, a line break, the bytes and a line break; the last chunk is empty.
 */
function chunksOf(bytes: Uint8Array, check: ChunkSigner | null): { body: Uint8Array; rest: string } {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const parts: Uint8Array[] = [];
  for (let at = 0; ; ) {
    const end = all.indexOf('\r\n', at);
    if (end < 0) throw incomplete();
    const [, hex, signature] =
      /^([0-9a-f]+)(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(all.toString('latin1', at, end)) ?? [];
    if (hex === undefined || (check !== null && signature === undefined)) throw incomplete();
    const size = Number.parseInt(hex, 16);
    const data = all.subarray(end + 2, end + 2 + size);
    if (data.length < size) throw incomplete();
    check?.('PAYLOAD', data, signature!);
    at = end + 2 + size;
    if (size === 0) return { body: new Uint8Array(Buffer.concat(parts)), rest: all.toString('latin1', at) };
    if (all.toString('latin1', at, at + 2) !== '\r\n') throw incomplete();
    at += 2;
    parts.push(data);
  }
}

/** The header lines after the last chunk; in a signed body, the signature is the last of them. */
function trailerOf(text: string, check: ChunkSigner | null): Record<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const pairs = lines.map((line) => line.split(/:\s*(.*)/s).slice(0, 2) as [string, string]);
  const sums = pairs.filter(([name]) => name.toLowerCase() !== 'x-amz-trailer-signature');
  if (check !== null) {
    const signature = pairs.find(([name]) => name.toLowerCase() === 'x-amz-trailer-signature')?.[1] ?? '';
    check('TRAILER', sums.map(([name, value]) => `${name}:${value}\n`).join(''), signature);
  }
  return Object.fromEntries(sums.map(([name, value]) => [name.toLowerCase(), value.trim()]));
}
