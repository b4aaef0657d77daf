/** Reads the options of UrlFetchApp.fetch into a request; throws for options that Google refuses. */

import { ScriptError } from '../../platform/errors';
import { EnumValue, isPlainObject, ServiceObject, Untransferable } from '../../platform/service-object';
import type { World } from '../../world/world';
import { asBytes, BlobObject, bytesOf } from '../content/blob';

const URL_LENGTH = 2082;
const BODY_BYTES = 50 * 1024 * 1024;
const HEADER_COUNT = 100;
const HEADER_BYTES = 8 * 1024;
const METHODS = ['get', 'delete', 'patch', 'post', 'put'];
const AGENT =
  'Mozilla/5.0 (compatible; Google-Apps-Script; beanserver; +https://script.google.com; id: stand-in)';

export interface PreparedRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: Uint8Array;
  followRedirects: boolean;
  mute: boolean;
  timeoutMs: number;
}

const invalid = (what: string) => new ScriptError(`Attribute provided with invalid value: ${what}`);

export function prepareRequest(
  world: World,
  address: string,
  options: Record<string, unknown>,
): PreparedRequest {
  const url = checkUrl(world, address, options.escaping !== false);
  const { type, body } = payloadOf(world, options);
  const ownType =
    options.method ?? (options.payload === undefined || options.payload === null ? 'get' : 'post');
  const method = String(ownType).toLowerCase();
  if (!METHODS.includes(method)) throw invalid('method');
  if (body.length > BODY_BYTES) throw new ScriptError('Limit exceeded: URLFetch POST Size.');
  const headers = headersOf(options.headers);
  headers['user-agent'] ??= AGENT;
  headers['accept-encoding'] ??= 'gzip, deflate, br';
  const contentType = options.contentType ?? type;
  if (contentType !== null && contentType !== undefined) headers['content-type'] = String(contentType);
  const seconds = world.switches.timeoutSeconds ? Number(options.timeoutSeconds ?? 360) : 360;
  if (!(seconds > 0)) throw invalid('timeoutSeconds');
  return {
    url,
    method: method.toUpperCase(),
    headers,
    body,
    followRedirects: options.followRedirects !== false,
    mute: options.muteHttpExceptions === true,
    timeoutMs: seconds * 1000,
  };
}

function checkUrl(world: World, address: string, escaping: boolean): string {
  if (address.length > URL_LENGTH) throw new ScriptError('Limit exceeded: URLFetch URL Length.');
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new ScriptError(`Invalid argument: ${address}`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new ScriptError(`Invalid argument: ${address}`);
  const allowList = world.options.manifest.urlFetchWhitelist;
  if (allowList && !allowList.some((prefix) => matches(url.href, prefix))) {
    throw new ScriptError(
      `Call to ${url.origin} is not permitted: it is not in the manifest's urlFetchWhitelist.`,
    );
  }
  return escaping ? url.href : text;
}

/** HTTPS prefixes with a path; one leading `*.` stands for any subdomain. */
function matches(href: string, prefix: string): boolean {
  const wild = /^https:\/\/\*\.([^/]+)(\/.*)$/.exec(prefix);
  if (!wild) return prefix.startsWith('https://') && href.startsWith(prefix);
  const at = new URL(href);
  return (
    at.protocol === 'https:' && at.host.endsWith(`.${wild[1]}`) && at.pathname.startsWith(wild[2] ?? '/')
  );
}

function headersOf(option: unknown): Record<string, string> {
  const headers: Record<string, string> = {};
  if (option === undefined || option === null) return headers;
  if (!isPlainObject(option)) throw invalid('headers');
  let size = 0;
  const entries = Object.entries(option);
  for (const [name, value] of entries) {
    if (value === null || value === undefined) throw invalid('Header:null');
    if (/^(host|content-length)$/i.test(name)) throw invalid(`Header:${name}`);
    const text = String(value);
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || /[\r\n]/.test(text)) throw invalid(`Header:${name}`);
    size += name.length + text.length;
    headers[name.toLowerCase()] = text;
  }
  if (entries.length > HEADER_COUNT || size > HEADER_BYTES) {
    throw new ScriptError('Limit exceeded: URLFetch Headers Size.');
  }
  return headers;
}

const FORM = 'application/x-www-form-urlencoded';

function payloadOf(
  world: World,
  options: Record<string, unknown>,
): { type: string | null; body: Uint8Array } {
  const { payload } = options;
  if (payload === undefined || payload === null) return { type: null, body: new Uint8Array(0) };
  if (payload instanceof Untransferable && !world.switches.typedArrayPayload) throw invalid('payload');
  if (payload instanceof BlobObject)
    return { type: payload.type ?? 'application/octet-stream', body: payload.bytes };
  if (payload instanceof ServiceObject || payload instanceof EnumValue) throw invalid('payload');
  if (isPlainObject(payload)) return form(payload);
  const simple = typeof payload === 'number' || typeof payload === 'boolean';
  return { type: FORM, body: asBytes(simple ? String(payload) : payload) };
}

function form(fields: Record<string, unknown>): { type: string; body: Uint8Array } {
  const entries = Object.entries(fields);
  if (!entries.some(([, value]) => value instanceof BlobObject)) {
    const text = entries.map(
      ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
    );
    return { type: FORM, body: bytesOf(text.join('&')) };
  }
  const edge = '----stand-in-form-boundary';
  const parts: Uint8Array[] = [];
  for (const [name, value] of entries) {
    const head = `--${edge}\r\nContent-Disposition: form-data; name="${name}"`;
    if (value instanceof BlobObject) {
      const type = value.type ?? 'application/octet-stream';
      parts.push(
        bytesOf(`${head}; filename="${value.name ?? name}"\r\nContent-Type: ${type}\r\n\r\n`),
        value.bytes,
      );
    } else {
      parts.push(bytesOf(`${head}\r\n\r\n${String(value)}`));
    }
    parts.push(bytesOf('\r\n'));
  }
  parts.push(bytesOf(`--${edge}--\r\n`));
  return { type: `multipart/form-data; boundary=${edge}`, body: new Uint8Array(Buffer.concat(parts)) };
}
