/**
 * Serves a volume's folder over HTTP for viewers and cloud-volume: ranges, any origin, colons in names. On file systems
 * without colons in names, `___` replaces them; a compressed file `name.gz` is served as `name`.
 */

import { createReadStream, existsSync, realpathSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, resolve, sep } from 'node:path';
import { digitsValue } from '../../core/digits';

interface FoundFile {
  file: string;
  size: number;
  gzipped: boolean;
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, HEAD, OPTIONS',
  'access-control-allow-headers': 'range',
  'access-control-expose-headers': 'content-range, content-length, content-encoding',
  'access-control-allow-private-network': 'true',
};

/** Answers requests for files below `folder`. Never reads files outside, not even through symbolic links. */
export function volumeFolder(folder: string): (request: IncomingMessage, response: ServerResponse) => void {
  const root = realpathSync(resolve(folder));
  return (request, response) => {
    for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
    response.setHeader('cache-control', 'no-cache');
    const { method = 'GET' } = request;
    if (method === 'OPTIONS') return void response.writeHead(204).end();
    if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405, 'this folder is only read');
    const found = find(root, request.url ?? '/');
    if (found === null) return refuse(response, 404, 'there is no such file in this volume');
    const range = found.gzipped ? null : rangeOf(request.headers.range, found.size);
    if (range === 'beyond') {
      response.setHeader('content-range', `bytes */${found.size}`);
      return refuse(response, 416, 'the file ends before that');
    }
    send(response, found, range, method === 'HEAD');
  };
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`${why}\n`);
}

function find(root: string, url: string): FoundFile | null {
  let name: string;
  try {
    name = decodeURIComponent(url.replace(/[?#].*$/, ''));
  } catch {
    return null;
  }
  if (name.includes('\0')) return null;
  const plain = join(root, name);
  const spelt = join(root, name.replace(/:/g, '___'));
  for (const file of new Set([plain, spelt])) {
    const whole = within(root, file);
    if (whole) return { ...whole, gzipped: false };
    const packedPath = within(root, `${file}.gz`);
    if (packedPath) return { ...packedPath, gzipped: true };
  }
  return null;
}

function within(root: string, file: string): { file: string; size: number } | null {
  if (!file.startsWith(root + sep) || !existsSync(file)) return null;
  const real = realpathSync(file);
  const stat = statSync(real);
  return real.startsWith(root + sep) && stat.isFile() ? { file: real, size: stat.size } : null;
}

/** The first range of the header; null for the whole file. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | null | 'beyond' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const last = size - 1;
  if (match[1] === '') {
    const length = digitsValue(match[2]);
    return !(length > 0) ? 'beyond' : { start: Math.max(0, size - length), end: last };
  }
  const start = digitsValue(match[1]);
  const end = match[2] === '' ? last : Math.min(digitsValue(match[2]), last);
  if (!(start <= last)) return 'beyond';
  return !(end >= start) ? null : { start, end };
}

function send(
  response: ServerResponse,
  { file, size, gzipped }: FoundFile,
  range: { start: number; end: number } | null,
  headOnly: boolean,
): void {
  const json = /(?:^|[\\/])(?:info|provenance|[0-9]+(?::|___)0)(?:\.gz)?$/.test(file);
  response.setHeader('content-type', json ? 'application/json' : 'application/octet-stream');
  if (gzipped) response.setHeader('content-encoding', 'gzip');
  else response.setHeader('accept-ranges', 'bytes');
  const length = range ? range.end - range.start + 1 : size;
  if (range) response.setHeader('content-range', `bytes ${range.start}-${range.end}/${size}`);
  response.writeHead(range ? 206 : 200, { 'content-length': length });
  if (headOnly || length === 0) return void response.end();
  createReadStream(file, range ?? {})
    .on('error', () => response.destroy())
    .pipe(response);
}
