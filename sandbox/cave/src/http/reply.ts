/** Replies in the format of the CAVE services: exact digits, sorted keys, gzip on request. */
import { gzipSync } from 'node:zlib';
import type { WireReply } from '@tracer-tools/apps-script/wire';

/** Text that is already JSON, for ids and other numbers that a double would round. */
export class Raw {
  constructor(readonly text: string) {}
}

export type ReplyValue =
  | null
  | boolean
  | number
  | string
  | bigint
  | Raw
  | readonly ReplyValue[]
  | { readonly [key: string]: ReplyValue | undefined };

/** A float in the notation of Python's JSON: whole numbers with `.0`, words for non-finite numbers. */
export function float(n: number): Raw {
  if (!Number.isFinite(n)) return new Raw(String(n));
  return new Raw(Number.isInteger(n) && Math.abs(n) < 1e16 ? `${n}.0` : String(n));
}

/** Bare integers from ids in text form. */
export const rawIdList = (ids: readonly string[]): Raw => new Raw(`[${ids.join(',')}]`);

/** Ids as strings or as bare numbers, as `int64_as_str` requests. */
export function ids(list: readonly string[], asText: boolean): Raw {
  return asText && list.length > 0 ? new Raw(`["${list.join('","')}"]`) : rawIdList(list);
}

export const id = (text: string, asText: boolean): Raw => new Raw(asText ? `"${text}"` : text);

export function jsonText(value: ReplyValue, sorted = false): string {
  if (typeof value === 'string' || value === null || typeof value === 'number') return JSON.stringify(value);
  if (value instanceof Raw) return value.text;
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map((item: ReplyValue) => jsonText(item, sorted)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const fields = value as { [key: string]: ReplyValue | undefined };
    const names = Object.keys(fields);
    if (sorted) names.sort();
    const parts: string[] = [];
    for (const name of names) {
      const field = fields[name];
      if (field !== undefined) parts.push(`${JSON.stringify(name)}:${jsonText(field, sorted)}`);
    }
    return `{${parts.join(',')}}`;
  }
  return JSON.stringify(value);
}

export type ReplyHeader = [name: string, value: string];

export function reply(status: number, body: string | Uint8Array, headers: ReplyHeader[]): WireReply {
  return { status, headers, body: typeof body === 'string' ? Buffer.from(body) : body };
}

export const jsonReply = (value: ReplyValue, status = 200, headers: ReplyHeader[] = []): WireReply =>
  reply(status, jsonText(value), [['Content-Type', 'application/json'], ...headers]);

/** JSON in the form of PyChunkedGraph: sorted keys, a newline at the end. */
export const sortedReply = (value: ReplyValue, status = 200, headers: ReplyHeader[] = []): WireReply =>
  reply(status, `${jsonText(value, true)}\n`, [['Content-Type', 'application/json'], ...headers]);

export const bytesReply = (body: Uint8Array, type: string, headers: ReplyHeader[] = []): WireReply =>
  reply(200, body, [['Content-Type', type], ...headers]);

export const htmlReply = (status: number, title: string): WireReply =>
  reply(
    status,
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`,
    [['Content-Type', 'text/html']],
  );

/** Compresses a successful reply if the request accepts gzip. */
export function compressReply(answer: WireReply, acceptEncoding: string): WireReply {
  const isEncoded = answer.headers.some(([name]) => name.toLowerCase() === 'content-encoding');
  if (isEncoded || answer.status < 200 || answer.status > 299 || !/\bgzip\b/.test(acceptEncoding))
    return answer;
  return {
    ...answer,
    body: gzipSync(answer.body, { level: 1 }),
    headers: [...answer.headers, ['Content-Encoding', 'gzip'], ['Vary', 'Accept-Encoding']],
  };
}
