/** Sends prepared requests through the host's network, including redirects and waits. */

import { type Awaitable, continueWith } from '../../platform/awaitable';
import { sleep } from '../../platform/clock';
import { Kill, ScriptError } from '../../platform/errors';
import type { WireReply } from '../../platform/wire';
import type { SentRequest } from '../../world/records';
import type { ServiceContext } from '../context';
import type { PreparedRequest } from './http-request';

const REDIRECTS = 20;
const RESPONSE_BYTES = 50 * 1024 * 1024;

export interface FetchResult {
  reply: WireReply;
  url: string;
  /** Milliseconds from start to end. */
  durationMs: number;
  /** The text of the exception if there is no reply. */
  failure: string | null;
}

/** Sends requests in parallel; in-process, the clock advances by the time of the slowest. */
export function sendRequests(
  execution: ServiceContext,
  requests: PreparedRequest[],
): Awaitable<FetchResult[]> {
  const { world } = execution;
  world.quotas.spend(execution.user, 'urlFetch', requests.length);
  execution.counters.fetches += requests.length;
  execution.counters.roundTrips += 1;
  if (world.concurrent) return Promise.all(requests.map((request) => sendLater(execution, request)));
  const results = requests.map((request) => sendNow(execution, request));
  const slowest = Math.max(0, ...results.map((each) => each.durationMs));
  return continueWith(execution.pause(slowest), () => results);
}

function failureResult(url: string, failure: string, durationMs: number): FetchResult {
  return { reply: { status: 0, headers: [], body: new Uint8Array(0) }, url, durationMs, failure };
}

function recordRequest(execution: ServiceContext, request: PreparedRequest): SentRequest {
  const { world, user, id } = execution;
  const { url, method, headers, body } = request;
  const sentRequest = { url, method, headers, body, user, execution: id, at: world.clock.now() };
  world.note(world.sent, sentRequest);
  world.hooks.beforeRequest?.(sentRequest);
  return sentRequest;
}

/** The reply of the address's handler, or null if the address has none. */
function callHandler(execution: ServiceContext, request: PreparedRequest): WireReply | null {
  const handler = execution.world.options.network(request.url);
  if (!handler) return null;
  const { pathname, search, host } = new URL(request.url);
  const headers = { ...request.headers, host };
  return handler({ method: request.method, path: pathname + search, headers, body: request.body });
}

/** Interprets a reply: the final one, a redirect to follow, or a failure. */
function interpretReply(
  request: PreparedRequest,
  reply: WireReply,
  spentMs: number,
): FetchResult | PreparedRequest {
  const durationMs = spentMs + (reply.delayMs ?? 0);
  if (reply.breaks === 'hang' || durationMs > request.timeoutMs) {
    return failureResult(request.url, `Timeout: ${request.url}`, request.timeoutMs);
  }
  if (reply.breaks === 'reset')
    return failureResult(request.url, `Address unavailable: ${request.url}`, durationMs);
  if (reply.breaks === 'cut')
    return failureResult(request.url, `Unexpected error: ${request.url}`, durationMs);
  if (reply.body.length > RESPONSE_BYTES) {
    return failureResult(request.url, 'Limit exceeded: URLFetch Response Size.', durationMs);
  }
  const location = reply.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  const redirects = [301, 302, 303, 307, 308].includes(reply.status);
  if (!redirects || !request.followRedirects || location === undefined) {
    return { reply, url: request.url, durationMs, failure: null };
  }
  const url = new URL(location, request.url).href;
  const keepsMethod = reply.status >= 307 || (reply.status !== 303 && request.method === 'GET');
  return keepsMethod ? { ...request, url } : { ...request, url, method: 'GET', body: new Uint8Array(0) };
}

function redirectTo(execution: ServiceContext, from: PreparedRequest, to: PreparedRequest): PreparedRequest {
  const elsewhere = new URL(from.url).host !== new URL(to.url).host;
  if (!elsewhere || execution.world.switches.authorizationFollows) return to;
  const { authorization: _dropped, ...headers } = to.headers;
  return { ...to, headers };
}

function sendNow(execution: ServiceContext, first: PreparedRequest): FetchResult {
  let request = first;
  let elapsedMs = 0;
  for (let hops = 0; hops <= REDIRECTS; hops++) {
    recordRequest(execution, request);
    const reply = callHandler(execution, request);
    if (!reply) return failureResult(request.url, `Address unavailable: ${request.url}`, elapsedMs);
    const next = interpretReply(request, reply, elapsedMs);
    if ('reply' in next) return next;
    elapsedMs += reply.delayMs ?? 0;
    request = redirectTo(execution, request, next);
  }
  return failureResult(first.url, `Too many redirects: ${first.url}`, elapsedMs);
}

/** As `sendNow`, with real waits. */
async function sendLater(execution: ServiceContext, first: PreparedRequest): Promise<FetchResult> {
  const { live } = execution.world;
  const startMs = Date.now();
  let request = first;
  for (let hops = 0; hops <= REDIRECTS; hops++) {
    const sentRequest = recordRequest(execution, request);
    let reply = callHandler(execution, request);
    const real = reply === null;
    if (!reply && live) reply = await live(sentRequest, request.timeoutMs);
    if (!reply) return failureResult(request.url, `Address unavailable: ${request.url}`, 0);
    const waitMs = reply.breaks === 'hang' && !real ? request.timeoutMs : (reply.delayMs ?? 0);
    if (!real) await sleep(Math.min(waitMs, request.timeoutMs));
    if (execution.dead) throw new Kill();
    const next = interpretReply(
      request,
      { ...reply, delayMs: 0 },
      Math.min(Date.now() - startMs, request.timeoutMs),
    );
    if ('reply' in next) return next;
    request = redirectTo(execution, request, next);
  }
  return failureResult(first.url, `Too many redirects: ${first.url}`, 0);
}

export function throwFailure(result: FetchResult): FetchResult {
  if (result.failure !== null) throw new ScriptError(result.failure);
  return result;
}
