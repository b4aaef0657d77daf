/** The HTTP service on Fastify: body parser, hooks, errors as JSON, one log line per request. */

import { randomBytes } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { digitsValue } from '../../core/digits';
import { TtError } from '../../core/errors';
import { parseJson } from '../../core/json';
import { HttpError, httpErrorOf } from '../errors/http-error';
import { NoRoom } from '../work/runner';
import { addColumnRoutes } from './column-routes';
import { addGrantRoutes } from './grant-routes';
import { addJobRoutes } from './job-routes';
import { JSON_TYPE } from './replies';
import type { ServiceParts } from './service-parts';
import { addToolRoutes, TOOL_ROUTE } from './tool-routes';
import { addVolumeRoute } from './volume-route';

/** Time that a closing service gives replies in progress. */
const CLOSE_MS = 1000;

export function createService(parts: ServiceParts): FastifyInstance {
  const { limits, now } = parts;
  const app = Fastify({
    logger: false,
    bodyLimit: limits.requestMb * 1e6,
    requestTimeout: 60_000,
    genReqId: requestIds(),
    routerOptions: { maxParamLength: 120 },
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        useDefaults: false,
        allowUnionTypes: true,
      },
    },
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply),
  });
  app.decorateRequest('logged', null as unknown as FastifyRequest['logged']);
  parseBodiesWithoutRounding(app);
  app.addHook('onRequest', async (request, reply) => {
    request.logged = { tool: '', code: '', person: '', startedAt: now() };
    // Start the first worker while the caller is authenticated.
    if (request.method === 'POST') parts.runner.warm();
    reply.header('x-request-id', request.id);
    reply.header('cache-control', 'no-store');
    reply.header('x-content-type-options', 'nosniff');
    // Before the body is read: a full service spends no time on requests that it cannot serve.
    if (request.routeOptions.url === TOOL_ROUTE && parts.runner.state().waiting >= limits.queued)
      throw new NoRoom();
  });
  closeConnections(app);
  logRequests(app, parts);
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    sendError(new HttpError(404, new TtError('NONE', 'the companion has no such address')), request, reply),
  );
  app.get('/healthz', async () => ({ ok: true }));
  app.get('/v1/version', async () => ({ version: parts.version, name: 'Tracer Tools companion' }));
  addVolumeRoute(app, parts);
  addToolRoutes(app, parts);
  addJobRoutes(app, parts);
  addColumnRoutes(app, parts);
  addGrantRoutes(app, parts);
  return app;
}

/** Names of requests in the log: random for an instance, then counted, because randomness for each costs more. */
function requestIds(): () => string {
  const instance = randomBytes(5).toString('hex');
  let count = 0;
  return () => instance + (count++ % 2 ** 24).toString(16).padStart(6, '0');
}

/** The platform's own JSON parser would round ids. */
function parseBodiesWithoutRounding(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, parseJson(text as string));
    } catch {
      done(new HttpError(400, new TtError('INPUT', 'the request is not JSON')));
    }
  });
}

/** Without this, kept-alive connections and connections without a request would keep a closing service running. */
function closeConnections(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
    setTimeout(() => app.server.closeAllConnections(), CLOSE_MS).unref();
  });
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
}

function logRequests(app: FastifyInstance, { log, now }: ServiceParts): void {
  app.addHook('onResponse', async (request, reply) => {
    const { tool, code, person, startedAt } = request.logged;
    log({
      request: request.id,
      route: request.routeOptions.url ?? '',
      method: request.method,
      tool,
      status: reply.statusCode,
      code,
      ms: Math.round(now() - startedAt),
      bytesIn: digitsValue(request.headers['content-length']) || 0,
      bytesOut: digitsValue(`${reply.getHeader('content-length')}`) || 0,
      person,
    });
  });
}

function sendError(cause: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, body, error } = httpErrorOf(cause);
  if (request.logged) request.logged.code = error.code;
  if (error.retryAfter !== null) reply.header('retry-after', String(Math.ceil(error.retryAfter)));
  return reply.code(status).type(JSON_TYPE).send(JSON.stringify(body));
}
