/** The Neuroglancer state server: returns the posted bytes, with its own rules about encodings. */
import { deflateSync } from 'node:zlib';
import type { WireReply } from '@tracer-tools/apps-script/wire';
import type { Call } from '../http/call';
import { bytesReply, htmlReply, jsonReply, type ReplyHeader } from '../http/reply';
import type { Route } from '../http/routes';
import type { State } from '../state';

const LIMIT = 52_428_800;
const CORS: ReplyHeader[] = [['Access-Control-Allow-Origin', '*']];

// Every failure gives an HTML page, because the service's own error handler fails.
const broken = (): WireReply => htmlReply(500, '500 Internal Server Error');

/** Python's JSON reader accepts NaN and infinities; outside strings, they are replaced by numbers here. */
const pythonJson = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (part) => (part.startsWith('"') ? part : '0'));

function post(call: Call, state: State, space: string, place: string): WireReply {
  const plain = call.request.body;
  try {
    JSON.parse(pythonJson(new TextDecoder('utf-8', { fatal: true }).decode(plain)));
  } catch {
    return broken();
  }
  const zippedState = deflateSync(plain);
  if (zippedState.length > LIMIT) return broken();
  const number = state.links.add(space, plain, zippedState);
  return jsonReply(`${state.origin}/nglstate/${place}${number}`, 200, CORS);
}

/**
 * The body and content encoding for what the request accepts; two of the four combinations are wrong in the real
 * service too.
 */
function get(call: Call, state: State, space: string, number: string): WireReply {
  const link = state.links.get(space, number);
  if (link === undefined) return broken();
  const accepts = call.header('accept-encoding');
  const [gzip, deflate] = [accepts.includes('gzip'), accepts.includes('deflate')];
  const label: ReplyHeader[] = gzip ? [['Content-Encoding', 'deflate']] : [];
  return bytesReply(deflate ? link.zipped : link.plain, 'application/json', [...label, ...CORS]);
}

function raw(state: State, space: string, number: string): WireReply {
  const link = state.links.get(space, number);
  return link === undefined ? broken() : bytesReply(link.zipped, 'text/html; charset=utf-8', CORS);
}

type Handler = Route<State>['handle'];
const route = (method: string, pattern: string, handle: Handler): Route<State> => ({
  method,
  pattern: `/nglstate${pattern}`,
  access: 'token',
  gzip: false,
  onError: broken,
  handle,
});

export const stateRoutes: Route<State>[] = [
  route('GET', '/api/v1/version', () => jsonReply('0.7.2', 200, CORS)),
  ...['/api/v1', ''].flatMap((v) => {
    const place = v === '' ? '' : 'api/v1/';
    return [
      route('POST', `${v}/post`, (call, _, state) => post(call, state, 'state', place)),
      route('GET', `${v}/raw/{n}`, (_, { n }, state) => raw(state, 'state', n!)),
      route('GET', `${v}/{n}`, (call, { n }, state) => get(call, state, 'state', n!)),
    ];
  }),
  route('POST', '/api/v1/property/post', (call, _, state) =>
    post(call, state, 'property', 'api/v1/property/'),
  ),
  route('GET', '/api/v1/property/raw/{n}', (_, { n }, state) => raw(state, 'property', n!)),
  route('GET', '/api/v1/property/{n}/info', (call, { n }, state) => get(call, state, 'property', n!)),
];
