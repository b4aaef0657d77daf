/** The only way out for tools: every request checked, redirects followed within the list, bytes counted. */
import { TtError } from '../../core/errors';
import { asObject, parseJson } from '../../core/json';
import { type HttpReply, type HttpRequest, noReply } from '../../exchange/request';
import type { AsyncDriver } from '../../exchange/runner';
import { CutOff, exchange, type Incoming, type World } from './connection';
import { apiBucket, checkUrl, Refused, type Rules, type Target } from './rules';

export interface EgressOptions {
  rules: Rules;
  world: World;
  /** The CAVE token of this run: it goes to CAVE's hosts alone. */
  token: string;
  /** CAVE hosts that the registry named to this person; grown here. */
  learned: Set<string>;
  /** The service's own token for the buckets that it may write; absent where this run may write nothing. */
  writer?: () => Promise<string>;
  /** Bytes of one unpacked reply, and of all of one run. */
  replyBytes: number;
  totalBytes: number;
}

const MOST_REDIRECTS = 3;
const RECORD = /^\/info\/api\/v2\/datastack\/full\//;

export function egressDriver(options: EgressOptions): AsyncDriver {
  let total = 0;
  const one = async (request: HttpRequest): Promise<HttpReply> => {
    let bytes = 0;
    const count = (more: number): void => {
      bytes += more;
      total += more;
      if (bytes > options.replyBytes) throw over('one reply', options.replyBytes, request.what);
      if (total > options.totalBytes) throw over('all that was fetched', options.totalBytes, request.what);
    };
    try {
      return reply(await follow(request, options, count));
    } catch (error) {
      if (error instanceof TtError) throw error;
      if (error instanceof Refused) return noReply('blocked', error.message);
      if (error instanceof CutOff) return noReply('cut');
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

const over = (of: string, most: number, what: string): TtError =>
  new TtError(
    'BIG',
    `${what}: ${of} is over the companion’s limit of ${Math.round(most / 1e6)} MB. Ask for less at a time`,
  );

async function follow(
  request: HttpRequest,
  options: EgressOptions,
  count: (bytes: number) => void,
): Promise<Incoming> {
  let headers = lowerCase(request);
  let target = checkUrl(request.url, options.rules, options.learned);
  for (let hops = 0; ; hops++) {
    refuseToken(headers, target, options.token);
    const found = await exchange(
      {
        method: request.method,
        url: target.at,
        headers: await withWriter(request, headers, target, options),
        ...(request.body === undefined ? {} : { body: request.body }),
        loopback: target.at.origin === options.rules.sandbox,
        count,
      },
      options.world,
    );
    learn(found, target, options);
    const next = found.headers.location;
    // CAVE redirects to its log-in page: what that means is for the reader of the reply to say.
    const moves = [301, 302, 303, 307, 308].includes(found.status) && next !== undefined;
    if (!moves || target.kind === 'cave' || request.method !== 'GET') return found;
    if (hops === MOST_REDIRECTS) throw new Refused(`more than ${MOST_REDIRECTS} redirects`);
    const onwards = checkUrl(absolute(next, target.url), options.rules, options.learned);
    if (onwards.url.origin !== target.url.origin) headers = withoutSecrets(headers);
    target = onwards;
  }
}

function absolute(location: string, base: URL): string {
  try {
    return new URL(location, base).href;
  } catch {
    throw new Refused('a redirect to a damaged address');
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

/** Nothing that holds the token leaves for another host, in whatever part of the request it hides. */
function refuseToken(headers: Record<string, string>, target: Target, token: string): void {
  if (target.kind === 'cave') return;
  const { href } = target.url;
  const told = token !== '' && [href, ...Object.values(headers)].some((text) => text.includes(token));
  if (told || headers.authorization !== undefined || headers.cookie !== undefined) {
    throw new Refused(`the CAVE token is not sent to ${target.url.hostname}`);
  }
}

/** Adds the service's own token at a bucket that this run may write; any other writing to a store is refused. */
async function withWriter(
  request: HttpRequest,
  headers: Record<string, string>,
  target: Target,
  { rules, writer }: EgressOptions,
): Promise<Record<string, string>> {
  if (target.kind === 'cave') return headers;
  const bucket = apiBucket(target.url);
  const ours = bucket !== null && rules.writeBuckets.includes(bucket);
  if (request.method !== 'GET') {
    if (request.method === 'DELETE' || !ours) {
      throw new Refused(`the companion may not write to ${bucket ?? target.url.hostname}`);
    }
    if (!writer) throw new Refused('formulas may not write to buckets');
  }
  return ours && writer ? { ...headers, authorization: `Bearer ${await writer()}` } : headers;
}

/** A data set's own server is the one that the registry names: it may be asked, with the token, from then on. */
function learn(found: Incoming, target: Target, { rules, learned }: EgressOptions): void {
  if (found.status !== 200 || !rules.servers.includes(target.url.origin) || !RECORD.test(target.url.pathname))
    return;
  try {
    const record = asObject(parseJson(Buffer.from(found.body).toString('utf8')));
    const server = record?.local_server;
    if (typeof server === 'string' && /^https:\/\//.test(server)) learned.add(new URL(server).hostname);
  } catch {
    // A damaged record names no server; its reader says so.
  }
}

function reply(found: Incoming): HttpReply {
  return {
    status: found.status,
    headers: found.headers,
    text: () => Buffer.from(found.body.buffer, found.body.byteOffset, found.body.length).toString('utf8'),
    bytes: () => found.body,
  };
}
