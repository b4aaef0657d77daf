/** The only egress of tools: checks requests, follows redirects within the list of hosts, counts bytes. */
import { serverAddress } from '../../cave/client/server-address';
import { TtError } from '../../core/errors';
import { asObject, parseJson } from '../../core/json';
import { type HttpReply, type HttpRequest, noReply } from '../../http/request';
import type { AsyncDriver } from '../../http/runner';
import { ConnectionLostError, type EgressReply, type Network, sendPinned } from './connection';
import {
  apiBucket,
  checkUrl,
  EgressDeniedError,
  type EgressRules,
  type EgressTarget,
  storeWrite,
} from './rules';
import { type FindToken, tokenFinder } from './token-forms';

export interface EgressOptions {
  rules: EgressRules;
  network: Network;
  /** The CAVE token of this run; only CAVE's hosts receive it. */
  token: string;
  /** CAVE hosts that the registry named to this person. The driver adds to it. */
  learnedHosts: Set<string>;
  /** The service's own token for the write buckets; absent if this run may not write. */
  writer?: () => Promise<string>;
  /** Most decompressed bytes of one reply, and of all replies of one run. */
  replyBytes: number;
  totalBytes: number;
}

const MAX_REDIRECTS = 3;
const RECORD = /^\/info\/api\/v2\/datastack\/full\//;

export function egressDriver(options: EgressOptions): AsyncDriver {
  let total = 0;
  const one = async (request: HttpRequest): Promise<HttpReply> => {
    let bytes = 0;
    const count = (more: number): void => {
      bytes += more;
      total += more;
      if (bytes > options.replyBytes) throw bytesExceeded('one reply', options.replyBytes, request.route);
      if (total > options.totalBytes)
        throw bytesExceeded('all that was fetched', options.totalBytes, request.route);
    };
    try {
      return reply(await follow(request, options, count));
    } catch (error) {
      if (error instanceof TtError) throw error;
      if (error instanceof EgressDeniedError) return noReply('blocked', error.message);
      if (error instanceof ConnectionLostError) return noReply('cut');
      const { name } = error as { name?: string };
      return noReply(name === 'TimeoutError' || name === 'AbortError' ? 'timeout' : 'network');
    }
  };
  return {
    send: (requests) => Promise.all(requests.map(one)),
    sleep: (ms) =>
      new Promise((resolve) => {
        setTimeout(resolve, ms);
      }),
  };
}

const bytesExceeded = (of: string, limit: number, what: string): TtError =>
  new TtError(
    'BIG',
    `${what}: ${of} is over the companion’s limit of ${Math.round(limit / 1e6)} MB. Ask for less at a time`,
  );

async function follow(
  request: HttpRequest,
  options: EgressOptions,
  count: (bytes: number) => void,
): Promise<EgressReply> {
  const holdsToken = tokenFinder(options.token);
  let headers = lowerCase(request);
  let target = checkUrl(request.url, options.rules, options.learnedHosts);
  for (let hops = 0; ; hops++) {
    refuseToken(request, headers, target, holdsToken);
    const found = await sendPinned(
      {
        method: request.method,
        url: target.at,
        headers: await withWriter(request, headers, target, options),
        ...(request.body === undefined ? {} : { body: request.body }),
        loopback: target.at.origin === options.rules.sandbox,
        raw: request.raw === true,
        count,
      },
      options.network,
    );
    learn(found, target, options);
    const next = found.headers.location;
    // CAVE redirects to its log-in page; the reader of the reply reports what that means.
    const moves = [301, 302, 303, 307, 308].includes(found.status) && next !== undefined;
    if (!moves || target.kind === 'cave' || request.method !== 'GET') return found;
    if (hops === MAX_REDIRECTS) throw new EgressDeniedError(`more than ${MAX_REDIRECTS} redirects`);
    const nextTarget = checkUrl(absolute(next, target.url), options.rules, options.learnedHosts);
    if (nextTarget.url.origin !== target.url.origin) headers = withoutSecrets(headers);
    target = nextTarget;
  }
}

function absolute(location: string, base: URL): string {
  try {
    return new URL(location, base).href;
  } catch {
    throw new EgressDeniedError('a redirect to a damaged address');
  }
}

function lowerCase(request: HttpRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
  if (request.contentType !== undefined) headers['content-type'] = request.contentType;
  return headers;
}

function withoutSecrets(headers: Record<string, string>): Record<string, string> {
  const { authorization, cookie, ...rest } = headers;
  return rest;
}

/** Throws if a request to any other host contains the token, in any part and any form. */
function refuseToken(
  { body }: HttpRequest,
  headers: Record<string, string>,
  target: EgressTarget,
  holdsToken: FindToken,
): void {
  if (target.kind === 'cave') return;
  const parts = [target.url.href, ...Object.entries(headers).flat(), ...(body === undefined ? [] : [body])];
  const leaks = parts.some(holdsToken);
  if (leaks || headers.authorization !== undefined || headers.cookie !== undefined) {
    throw new EgressDeniedError(`the CAVE token is not sent to ${target.url.hostname}`);
  }
}

/** Adds the service's own token for a write bucket. Throws for any other write to a store. */
async function withWriter(
  request: HttpRequest,
  headers: Record<string, string>,
  target: EgressTarget,
  { rules, writer }: EgressOptions,
): Promise<Record<string, string>> {
  if (target.kind === 'cave') return headers;
  const { method, body } = request;
  // Public data on S3 and similar stores needs no keys; the service has none.
  if (request.signFor === 's3' && method !== 'GET') {
    throw new EgressDeniedError(
      'the companion holds no keys for it: name a gs:// bucket, or use the command line',
    );
  }
  if (method === 'GET') {
    const bucket = apiBucket(target.url);
    const own = bucket !== null && rules.writeBuckets.includes(bucket);
    return own && writer ? { ...headers, authorization: `Bearer ${await writer()}` } : headers;
  }
  const write = storeWrite(method, target.url, body);
  const forbidden = write?.buckets.find((bucket) => !rules.writeBuckets.includes(bucket));
  if (write === null || forbidden !== undefined) {
    throw new EgressDeniedError(`the companion may not write to ${forbidden ?? target.url.hostname}`);
  }
  const undeletable = write.deletes
    ? write.buckets.find((bucket) => !rules.deleteBuckets.includes(bucket))
    : undefined;
  if (undeletable !== undefined) {
    throw new EgressDeniedError(
      `the companion may not delete or move in ${undeletable}: use the command line`,
    );
  }
  if (!writer) throw new EgressDeniedError('formulas may not write to buckets');
  return { ...headers, authorization: `Bearer ${await writer()}` };
}

/** Later requests may go, with the token, to the server that the registry names for a dataset. */
function learn(found: EgressReply, target: EgressTarget, { rules, learnedHosts }: EgressOptions): void {
  if (found.status !== 200 || !rules.servers.includes(target.url.origin) || !RECORD.test(target.url.pathname))
    return;
  try {
    const record = asObject(parseJson(Buffer.from(found.body).toString('utf8')));
    const local = record?.local_server;
    const server = typeof local === 'string' ? serverAddress(local, target.url.origin) : null;
    if (server?.startsWith('https://')) learnedHosts.add(new URL(server).hostname);
  } catch {
    // A damaged record names no server; its reader reports it.
  }
}

function reply(found: EgressReply): HttpReply {
  return {
    status: found.status,
    headers: found.headers,
    text: () => Buffer.from(found.body.buffer, found.body.byteOffset, found.body.length).toString('utf8'),
    bytes: () => found.body,
  };
}
