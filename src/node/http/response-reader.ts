/**
 * Reads one HTTP/1.1 response from the pieces in which it arrives: node:http takes five times as long for a small one.
 * Refuses everything that is not clearly a response (RFC 9112); its connection is not used again.
 */
import { digitsValue } from '../../core/digits';
import { ResponseBody } from './response-body';

/** The connection sent no valid response. */
export class ResponseError extends Error {}

const MOST_HEAD = 64 * 1024;
const MOST_HEADERS = 500;
/** Maximum length of the line with a chunk's length and extensions. */
const MOST_CHUNK_LINE = 4096;
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9][0-9]{2})(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*([\t\x20-\x7e\x80-\xff]*?)[\t ]*$/;
/** Headers of which only the first counts if they are repeated, as in node:http; others are joined. */
const ONCE =
  /^(?:age|authorization|content-length|content-type|etag|expires|from|host|last-modified|location|retry-after|server)$/;

type Part = 'head' | 'length' | 'chunk' | 'chunk data' | 'chunk end' | 'trailers' | 'close' | 'done';

export class ResponseReader {
  status = 0;
  headers: Record<string, string> = {};
  /** Whether another request may follow on the connection. */
  isReusable = false;
  private part: Part = 'head';
  /** The unfinished part of what is read line by line. */
  private held: Buffer = Buffer.alloc(0);
  /** Bytes of the body or of the chunk that are still to come. */
  private remaining = 0;
  private body = new ResponseBody(0);

  /** `into` is memory for the body. */
  constructor(private readonly into?: Uint8Array) {}

  get isDone(): boolean {
    return this.part === 'done';
  }

  get hasHead(): boolean {
    return this.status !== 0;
  }

  bytes(): Uint8Array {
    return this.body.bytes();
  }

  /** Throws ResponseError. */
  read(piece: Buffer): void {
    let rest: Buffer = this.held.length > 0 ? Buffer.concat([this.held, piece]) : piece;
    this.held = Buffer.alloc(0);
    while (rest.length > 0) {
      if (this.part === 'done') {
        // More bytes than one response.
        this.isReusable = false;
        return;
      }
      const next = this.take(rest);
      if (next === null) {
        this.held = Buffer.from(rest);
        return;
      }
      rest = next;
    }
  }

  /**
   * Called when the other side has closed: this ends a body without an announced length. Throws ResponseError for any
   * other body.
   */
  end(): void {
    this.isReusable = false;
    if (this.part === 'close') this.part = 'done';
    if (this.part !== 'done') throw new ResponseError('the connection ended before the response did');
  }

  /** Reads one part; returns the bytes after it, or null if the part is incomplete. */
  private take(bytes: Buffer): Buffer | null {
    if (this.part === 'head') return this.takeHead(bytes);
    if (this.part === 'length' || this.part === 'chunk data') return this.takeData(bytes);
    if (this.part === 'close') {
      this.body.add(bytes);
      return bytes.subarray(bytes.length);
    }
    const end = bytes.indexOf('\r\n');
    if (end < 0) {
      if (bytes.length > MOST_CHUNK_LINE) throw new ResponseError('a line of a chunk does not end');
      return null;
    }
    this.takeLine(bytes.toString('latin1', 0, end));
    return bytes.subarray(end + 2);
  }

  private takeData(bytes: Buffer): Buffer {
    const count = Math.min(this.remaining, bytes.length);
    this.body.add(bytes.subarray(0, count));
    this.remaining -= count;
    if (this.remaining === 0) this.part = this.part === 'length' ? 'done' : 'chunk end';
    return bytes.subarray(count);
  }

  private takeLine(line: string): void {
    if (this.part === 'chunk end') {
      if (line !== '') throw new ResponseError('a chunk is longer than it says');
      this.part = 'chunk';
    } else if (this.part === 'trailers') {
      if (line === '') this.part = 'done';
    } else {
      const [, digits = ''] = /^([0-9A-Fa-f]{1,12})[\t ]*(?:;.*)?$/.exec(line) ?? [];
      if (digits === '') throw new ResponseError('a chunk has no length');
      // biome-ignore lint/plugin: digits that were checked
      this.remaining = Number.parseInt(digits, 16);
      this.part = this.remaining === 0 ? 'trailers' : 'chunk data';
    }
  }

  private takeHead(bytes: Buffer): Buffer | null {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0 || end > MOST_HEAD) {
      if (bytes.length > MOST_HEAD) throw new ResponseError('the headers do not end');
      return null;
    }
    const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
    const [, minor, digits] = STATUS_LINE.exec(first) ?? [];
    if (digits === undefined || lines.length > MOST_HEADERS) throw new ResponseError('no response came');
    const status = digitsValue(digits);
    const rest = bytes.subarray(end + 4);
    // An interim response: the real one follows.
    if (status < 200 && status !== 101) return rest;
    if (status === 101) throw new ResponseError('another protocol was not asked for');
    this.headers = headersOf(lines);
    this.status = status;
    this.beginBody(minor === '1');
    return rest;
  }

  private beginBody(isCurrent: boolean): void {
    const { connection = '', 'transfer-encoding': coding, 'content-length': length } = this.headers;
    const names = connection.toLowerCase();
    this.isReusable = isCurrent ? !/\bclose\b/.test(names) : /\bkeep-alive\b/.test(names);
    if (this.status === 204 || this.status === 304) this.part = 'done';
    else if (coding !== undefined) {
      if (coding.toLowerCase() !== 'chunked') throw new ResponseError('an unknown transfer coding');
      // Two lengths indicate a forged response (request smuggling).
      if (length !== undefined) throw new ResponseError('two lengths of one body');
      this.body = new ResponseBody(0);
      this.part = 'chunk';
    } else if (length === undefined) {
      this.isReusable = false;
      this.part = 'close';
    } else {
      this.remaining = digitsValue(length);
      if (Number.isNaN(this.remaining)) throw new ResponseError('a length that is none');
      this.body = new ResponseBody(this.remaining, this.into);
      this.part = this.remaining === 0 ? 'done' : 'length';
    }
  }
}

function headersOf(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const line of lines) {
    const [, written, value = ''] = HEADER.exec(line) ?? [];
    if (written === undefined) throw new ResponseError('a line of the headers is none');
    const name = written.toLowerCase();
    const before = headers[name];
    if (name === 'content-length' && before !== undefined && before !== value) {
      throw new ResponseError('two lengths of one body');
    }
    if (before === undefined) headers[name] = value;
    else if (!ONCE.test(name)) headers[name] = `${before}, ${value}`;
  }
  return { ...headers };
}
