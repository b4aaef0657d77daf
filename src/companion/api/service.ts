/** The service: routes over Fastify, every answer and every refusal JSON, one line of log for each. */
import { randomBytes } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { TtError } from '../../core/errors';
import { parseJson } from '../../core/json';
import { volumeFolder } from '../../node/volume-folder';
import type { AnyTool } from '../../tools/declare';
import { FILE_TOOLS, keyOfTool, TOOLS, toolByName } from '../../tools/registry';
import type { Question } from '../../tools/wire';
import type { Caller, Gate } from '../auth/gate';
import { makeGrant } from '../auth/grants';
import { type Keys, keyedHash } from '../auth/keys';
import type { Revocations } from '../auth/revocations';
import type { Rules } from '../egress/rules';
import { Refusal, refusalOf } from '../errors/http-error';
import type { Jobs, JobView } from '../jobs/jobs';
import { LIMITS, type Limits } from '../limits/limits';
import { perPerson } from '../limits/per-person';
import { checkSizes, noTool } from '../work/question';
import { NoRoom, type TaskRunner } from '../work/runner';
import type { Log } from './request-log';
import { GRANT_BODY, JOB_BODY, questionSchema, REVOKE_BODY, RUN_BODY } from './schema';

export interface ServiceParts {
  version: string;
  limits: Limits;
  rules: Rules;
  keys: Keys;
  gate: Gate;
  revoked: Revocations;
  runner: TaskRunner;
  jobs: Jobs;
  log: Log;
  now: () => number;
  /** A folder of volumes to serve to viewers on this machine; '' for none. */
  volumes: string;
}

/** What the log may say of a request. */
interface Told4Log {
  tool: string;
  code: string;
  person: string;
  started: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    seen: Told4Log;
  }
}

/** For answers under way when the service ends. */
const CLOSING_MS = 1000;
const TOOL = '/v1/tools/:name';
const JSON_TYPE = 'application/json; charset=utf-8';

export function buildService(parts: ServiceParts): FastifyInstance {
  const { limits, log, now } = parts;
  const app = Fastify({
    logger: false,
    bodyLimit: limits.requestMb * 1e6,
    requestTimeout: 60_000,
    genReqId: () => randomBytes(8).toString('hex'),
    routerOptions: { maxParamLength: 120 },
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        useDefaults: false,
        allowUnionTypes: true,
      },
    },
    frameworkErrors: (error, request, reply) => void refuse(error, request, reply),
  });
  app.decorateRequest('seen', null as unknown as Told4Log);
  app.removeAllContentTypeParsers();
  // Ids in a body must keep their digits: the platform's own parser would round them.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, parseJson(text as string));
    } catch {
      done(new Refusal(400, new TtError('INPUT', 'the request is not JSON')));
    }
  });
  app.addHook('onRequest', async (request, reply) => {
    request.seen = { tool: '', code: '', person: '', started: now() };
    // While the caller is checked the first worker starts.
    if (request.method === 'POST') parts.runner.warm();
    reply.header('x-request-id', request.id);
    reply.header('cache-control', 'no-store');
    reply.header('x-content-type-options', 'nosniff');
    // Turned away before its body is read: a full service must not be kept busy by those it cannot serve.
    if (request.routeOptions.url === TOOL && parts.runner.state().waiting >= limits.queued)
      throw new NoRoom();
  });
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
    // Neither would one that never asked anything.
    setTimeout(() => app.server.closeAllConnections(), CLOSING_MS).unref();
  });
  app.addHook('onSend', async (_request, reply) => {
    // A connection kept open would keep a service alive that is ending.
    if (closing) reply.header('connection', 'close');
  });
  app.addHook('onResponse', async (request, reply) => {
    const { tool, code, person, started } = request.seen;
    log({
      request: request.id,
      route: request.routeOptions.url ?? '',
      method: request.method,
      tool,
      status: reply.statusCode,
      code,
      ms: Math.round(now() - started),
      bytesIn: Number(request.headers['content-length'] ?? 0) || 0,
      bytesOut: Number(reply.getHeader('content-length') ?? 0) || 0,
      person,
    });
  });
  app.setErrorHandler((error, request, reply) => refuse(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    refuse(new Refusal(404, new TtError('NONE', 'the companion has no such address')), request, reply),
  );
  routes(app, parts);
  return app;
}

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, body, error: shown } = refusalOf(error);
  if (request.seen) request.seen.code = shown.code;
  if (shown.retryAfter !== null) reply.header('retry-after', String(Math.ceil(shown.retryAfter)));
  return reply.code(status).type(JSON_TYPE).send(JSON.stringify(body));
}

function routes(app: FastifyInstance, parts: ServiceParts): void {
  const { version, limits, keys, gate, revoked, runner, jobs, now } = parts;
  const held = perPerson(limits.perPerson);

  async function known(
    request: FastifyRequest,
    who: (headers: FastifyRequest['headers']) => Promise<Caller>,
  ) {
    const caller = await who(request.headers);
    request.seen.person = caller.person.slice(0, 12);
    return caller;
  }

  app.get('/healthz', async () => ({ ok: true }));
  app.get('/v1/version', async () => ({ version, name: 'Tracer Tools companion' }));

  if (parts.volumes !== '') {
    const serve = volumeFolder(parts.volumes);
    app.route({
      method: ['GET', 'HEAD', 'OPTIONS'],
      url: '/volumes/*',
      handler: (request, reply) => {
        reply.hijack();
        request.raw.url = request.raw.url!.slice('/volumes'.length);
        serve(request.raw, reply.raw);
      },
    });
  }

  app.get('/v1/tools', async (request) => {
    await known(request, gate.caller);
    return { tools: [...TOOLS, ...FILE_TOOLS].map(shown), limits: shownLimits(limits) };
  });

  app.post<{ Params: { name: string } }>(TOOL, async (request, reply) => {
    const caller = await known(request, gate.caller);
    const { tool, question, token } = readAsked(request, request.params.name, request.body, caller, parts);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const bytes = await held(caller.person, () =>
      runner.run(
        { tool: keyOfTool(tool), question, token, mayWrite: !caller.byGrant, limitMs: limits.seconds * 1000 },
        { signal: gone.signal },
      ),
    );
    return sendBytes(reply, bytes);
  });

  app.post('/v1/jobs', { schema: { body: JOB_BODY } }, async (request, reply) => {
    const caller = await known(request, gate.caller);
    const { tool: name, ...rest } = request.body as { tool: string };
    const { tool, question, token } = readAsked(request, name, rest, caller, parts);
    const { person, byGrant } = caller;
    return sendJob(reply, await jobs.begin({ person, byGrant, tool: keyOfTool(tool), question, token }));
  });

  app.get<{ Params: { id: string } }>('/v1/jobs/:id', async (request, reply) => {
    const { person } = await known(request, gate.caller);
    return sendJob(reply, await jobs.find(person, request.params.id));
  });

  app.post<{ Params: { id: string } }>('/v1/jobs/:id/cancel', async (request, reply) => {
    const { person } = await known(request, gate.caller);
    return sendJob(reply, await jobs.cancel(person, request.params.id));
  });

  app.post<{ Params: { id: string } }>(
    '/v1/jobs/:id/run',
    { schema: { body: RUN_BODY } },
    async (request, reply) => {
      await gate.task(request.headers);
      const over = await jobs.run(request.params.id, (request.body as { sealed: string }).sealed);
      // Anything but a success is delivered again later.
      if (!over) throw new Refusal(503, new TtError('BUSY', 'another run has this job', { retryAfter: 10 }));
      return reply.code(204).send();
    },
  );

  app.post('/v1/grants', { schema: { body: GRANT_BODY } }, async (request) => {
    const { person } = await known(request, gate.person);
    const { document, servers = [] } = request.body as { document: string; servers?: string[] };
    for (const server of servers) checkServer(server, parts.rules.servers);
    return makeGrant(keys, { person, document: keyedHash(keys, 'document', document), servers, now: now() });
  });

  app.post('/v1/grants/revoke', { schema: { body: REVOKE_BODY } }, async (request, reply) => {
    const { person } = await known(request, gate.person);
    const { id, document } = request.body as { id?: string; document?: string };
    await revoked.revoke(
      person,
      id !== undefined ? { id } : { document: keyedHash(keys, 'document', document!) },
    );
    return reply.code(200).send({ revoked: true });
  });
}

/** The question in a body, checked in full before anything is begun. */
function readAsked(
  request: FastifyRequest,
  name: string,
  body: unknown,
  caller: Caller,
  { limits, rules }: ServiceParts,
): { tool: AnyTool; question: Question; token: string } {
  const tool = toolByName(name);
  if (!tool) throw new Refusal(404, noTool());
  request.seen.tool = tool.name;
  if (caller.byGrant && tool.kind === 'files') {
    throw new Refusal(
      403,
      new TtError('COMPANION', `a formula may not run ${tool.name}. Run it from the sidebar`),
    );
  }
  const valid = request.compileValidationSchema(questionSchema(tool), 'body');
  if (!valid(body)) throw new TtError('INPUT', `${tool.name}: ${wrongPart(valid.errors)}`);
  const question = body as Question;
  checkSizes(question, limits);
  checkServer(question.server, caller.servers.length > 0 ? caller.servers : rules.servers);
  return { tool, question, token: caveToken(request) };
}

function checkServer(server: string, servers: readonly string[]): void {
  if (servers.includes(server)) return;
  throw new Refusal(
    403,
    new TtError('COMPANION', 'the companion does not serve this CAVE server. Ask who runs it to add it'),
  );
}

function caveToken(request: FastifyRequest): string {
  const header = request.headers['x-cave-token'];
  if (header === undefined || header === '') return '';
  if (typeof header === 'string' && /^[0-9a-f]{32}$/.test(header)) return header;
  throw new Refusal(
    400,
    new TtError('TOKEN', 'this is not a CAVE token. Paste a new one in Tracer Tools › Settings'),
  );
}

/** Where a body departs from its schema: the path, never what stands there. */
function wrongPart(
  errors:
    | readonly { instancePath?: string; message?: string; params?: Record<string, unknown> }[]
    | null
    | undefined,
): string {
  const first = errors?.[0];
  const path = (first?.instancePath ?? '').slice(1).replace(/\//g, ' › ').slice(0, 80);
  return `${path === '' ? 'the request' : path} ${first?.message ?? 'is damaged'}`;
}

function sendBytes(reply: FastifyReply, bytes: Uint8Array): FastifyReply {
  return reply.type(JSON_TYPE).send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
}

/** The answer's bytes are JSON already: they are set in as they are. */
function sendJob(reply: FastifyReply, { job, answer }: JobView): FastifyReply {
  const head = JSON.stringify(job);
  if (!answer) return reply.type(JSON_TYPE).send(head);
  return sendBytes(
    reply,
    Buffer.concat([Buffer.from(`${head.slice(0, -1)},"answer":`), answer, Buffer.from('}')]),
  );
}

const shown = ({ name, formula, kind, heavy, summary }: AnyTool) => ({
  name,
  formula,
  kind,
  heavy: heavy ?? '',
  summary,
});

const shownLimits = (limits: Limits) =>
  Object.fromEntries(
    Object.entries(LIMITS).map(([name, { words }]) => [name, { most: limits[name as keyof Limits], words }]),
  );
