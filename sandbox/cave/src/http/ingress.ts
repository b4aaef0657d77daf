/**
 * The layers in front of the services: limits of the ingress, routing, access, compression, and replies to web pages of
 * other origins.
 */
import type { WireHandler, WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import { type State, stackByName, stackByTable, stackByVolume } from '../state';
import { authenticate, canLookUpDataset, invalidTable, refusalReply } from './access';
import { Call } from './call';
import { compressReply, htmlReply } from './reply';
import type { Route, Router } from './routes';

/** Byte limits of the ingress for a request body and for a request line. */
const BODY_LIMIT = 10 * 1024 * 1024;
const LINE_LIMIT = 8192;
/** Byte limit of uwsgi for the request line and headers, at the skeleton service and the L2 cache. */
const HEAD_LIMIT = 4096;
const SMALL_HEADS = /^\/(?:skeletoncache|l2cache)\//;

/** Handles requests with the router's routes; `counters` counts the calls of each route. */
export function ingress(router: Router<State>, state: State, counters: Map<string, number>): WireHandler {
  return (request) => {
    // The ingress refuses these requests before any service.
    if (request.body.length > BODY_LIMIT) return htmlReply(413, '413 Request Entity Too Large');
    if (request.path.length > LINE_LIMIT) return htmlReply(414, '414 Request-URI Too Large');
    // uwsgi drops the connection; the ingress reports that as a bad gateway.
    if (SMALL_HEADS.test(request.path) && headBytes(request) > HEAD_LIMIT) {
      return htmlReply(502, '502 Bad Gateway');
    }
    const call = new Call(request, state.now());
    const match = router.match(call);
    if (match === null) return htmlReply(404, '404 Not Found');
    if (call.method === 'OPTIONS') return preflight();
    if (match === 'method') return htmlReply(405, '405 Method Not Allowed');
    const { route, parts } = match;
    const name = `${route.method} ${route.pattern}`;
    counters.set(name, (counters.get(name) ?? 0) + 1);
    let answer: WireReply;
    try {
      const refusal = admit(call, route, parts, state);
      if (refusal !== null) return refusal;
      answer = route.handle(call, parts, state);
    } catch (error) {
      answer = route.onError(error, state);
    }
    return route.gzip ? compressReply(answer, call.header('accept-encoding')) : answer;
  };
}

/** The services allow web pages of every origin to read their replies (CORS). */
export function forAnyOrigin(answer: WireReply): WireReply {
  if (answer.headers.some(([name]) => name === 'Access-Control-Allow-Origin')) return answer;
  const open: WireReply['headers'] = [
    ['Access-Control-Allow-Origin', '*'],
    ['Access-Control-Expose-Headers', 'WWW-Authenticate'],
  ];
  return { ...answer, headers: [...answer.headers, ...open] };
}

function headBytes({ method, path, headers }: WireRequest): number {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return lines.reduce((bytes, line) => bytes + Buffer.byteLength(line) + 2, 2);
}

function preflight(): WireReply {
  return {
    status: 200,
    headers: [
      ['Access-Control-Allow-Origin', '*'],
      ['Access-Control-Allow-Methods', 'GET, POST, PUT, DELETE, OPTIONS'],
      ['Access-Control-Allow-Headers', '*, Authorization, Content-Type'],
    ],
    body: new Uint8Array(0),
  };
}

const NAMESPACES = { ds: 'datastack', table: 'pychunkedgraph', av: 'aligned_volume' } as const;

/** Checks access. Returns the reply that refuses the call, or null. */
function admit(
  call: Call,
  route: Route<State>,
  parts: Record<string, string>,
  state: State,
): WireReply | null {
  const { access } = route;
  if (access === 'open') return null;
  const account = authenticate(call, state);
  if ('status' in account) return account;
  call.user = account;
  if (access === 'token') return null;
  const name = parts[access.stack] ?? '';
  const stack =
    access.stack === 'ds'
      ? stackByName(state, name)
      : access.stack === 'table'
        ? stackByTable(state, name)
        : stackByVolume(state, name);
  if (stack === undefined || !canLookUpDataset(call, state, name))
    return invalidTable(name, NAMESPACES[access.stack]);
  return refusalReply(call, state, account, stack.facts.dataset, access.right ?? 'view', access.ignoreTerms);
}
