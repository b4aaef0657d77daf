/** One parsed request: path parts, query, and the body in the forms that the services accept. */
import { gunzipSync } from 'node:zlib';
import type { WireRequest } from '@tracer-tools/apps-script/wire';
import { asObject, type Json, parseJson } from '../../../../src/core/json';
import type { Account } from '../world/users';

/** A failure that a service reports in its own form of error body. */
export class ServiceError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export class Call {
  readonly method: string;
  /** The path without the query, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The caller; null on routes without a token. */
  user: Account | null = null;
  private parsed: { value: Json } | null = null;
  private unzipped: Uint8Array | null = null;

  constructor(
    readonly request: WireRequest,
    /** The sandbox's time in ms. */
    readonly now: number,
  ) {
    const at = request.path.indexOf('?');
    this.method = request.method.toUpperCase();
    this.path = at < 0 ? request.path : request.path.slice(0, at);
    this.query = new URLSearchParams(at < 0 ? '' : request.path.slice(at + 1));
  }

  header(name: string): string {
    return this.request.headers[name] ?? '';
  }

  /** The body, decompressed if the request says so. */
  get body(): Uint8Array {
    this.unzipped ??= /\bgzip\b/.test(this.header('content-encoding'))
      ? new Uint8Array(gunzipSync(this.request.body))
      : this.request.body;
    return this.unzipped;
  }

  get text(): string {
    return new TextDecoder().decode(this.body);
  }

  /** The body as JSON; long integers become text. */
  json(): Json {
    if (this.parsed === null) {
      try {
        this.parsed = { value: parseJson(this.text) };
      } catch {
        throw new ServiceError(500, 'Expecting value: line 1 column 1 (char 0)');
      }
    }
    return this.parsed.value;
  }

  /**
   * A list of ids in the body, as numbers or decimal strings. With `signed`, negative numbers are allowed; they are the
   * ids of no node.
   */
  ids(key: string, signed?: 'signed'): string[] {
    const list = asObject(this.json())?.[key];
    if (!Array.isArray(list)) throw new ServiceError(500, `'${key}'`);
    return list.map((value) => (signed && /^-[0-9]+$/.test(String(value)) ? '0' : idOf(value)));
  }

  /** Ids packed as little-endian 64-bit integers. */
  packed(): BigUint64Array {
    if (this.body.length % 8 !== 0)
      throw new ServiceError(500, 'buffer size must be a multiple of element size');
    return new BigUint64Array(this.body.slice().buffer);
  }

  flag(name: string, missing = false): boolean {
    const value = this.query.get(name);
    if (value === null) return missing;
    if (/^(true|1)$/i.test(value)) return true;
    if (/^(false|0)$/i.test(value)) return false;
    throw new ServiceError(500, `invalid truth value '${value}'`);
  }

  number(name: string): number | null {
    const value = this.query.get(name);
    if (value === null || value === '') return null;
    const n = Number(value);
    if (!Number.isFinite(n)) throw new ServiceError(500, `could not convert string to float: '${value}'`);
    return n;
  }

  /** A time in seconds, converted to ms; `missing` if absent. Graph times are whole milliseconds. */
  time(name: string, missing: number): number {
    const seconds = this.number(name);
    return seconds === null ? missing : Math.floor(seconds * 1000 + 1e-4);
  }
}

export function idOf(value: Json): string {
  if (typeof value === 'string' && /^[0-9]{1,20}$/.test(value)) return String(BigInt(value));
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0)
    return String(BigInt(Math.trunc(value)));
  throw new ServiceError(500, `int() argument must be a string or a number, not '${JSON.stringify(value)}'`);
}
