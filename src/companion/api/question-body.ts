/** Reads and checks the whole question in a request's body before any work starts. */
import type { FastifyRequest } from 'fastify';
import { TtError } from '../../core/errors';
import type { ToolRequest } from '../../tools/companion/wire';
import type { AnyTool } from '../../tools/declaration/declare';
import { findTool } from '../../tools/registry';
import type { Principal } from '../auth/authenticator';
import { HttpError } from '../errors/http-error';
import { checkSizes, unknownTool } from '../work/question';
import { questionSchema } from './schema';
import type { ServiceParts } from './service-parts';

export interface QuestionBody {
  tool: AnyTool;
  question: ToolRequest;
  /** The CAVE token; '' if the request has none. */
  token: string;
}

export function readQuestionBody(
  request: FastifyRequest,
  name: string,
  body: unknown,
  principal: Principal,
  { limits, rules }: ServiceParts,
  mostIds: 'ids' | 'columnIds' = 'ids',
): QuestionBody {
  const tool = findTool('companion', name);
  if (!tool) throw new HttpError(404, unknownTool());
  request.logged.tool = tool.name;
  if (principal.byGrant && tool.kind === 'files') {
    throw new HttpError(
      403,
      new TtError('COMPANION', `a formula may not run ${tool.name}. Run it from the sidebar`),
    );
  }
  const valid = request.compileValidationSchema(questionSchema(tool), 'body');
  if (!valid(body)) throw new TtError('INPUT', `${tool.name}: ${invalidPart(valid.errors)}`);
  const question = body as ToolRequest;
  checkSizes(question, limits, mostIds);
  checkServer(question.server, principal.servers.length > 0 ? principal.servers : rules.servers);
  return { tool, question, token: caveToken(request) };
}

/** Throws if the CAVE server is not in `servers`. */
export function checkServer(server: string, servers: readonly string[]): void {
  if (servers.includes(server)) return;
  throw new HttpError(
    403,
    new TtError('COMPANION', 'the companion does not serve this CAVE server. Ask who runs it to add it'),
  );
}

export function caveToken(request: FastifyRequest): string {
  const header = request.headers['x-cave-token'];
  if (header === undefined || header === '') return '';
  if (typeof header === 'string' && /^[0-9a-f]{32}$/.test(header)) return header;
  throw new HttpError(
    400,
    new TtError('TOKEN', 'this is not a CAVE token. Paste a new one in Tracer Tools › Settings'),
  );
}

interface SchemaError {
  instancePath?: string;
  message?: string;
}

/** Where a body violates its schema: the path, never the value. */
function invalidPart(errors: readonly SchemaError[] | null | undefined): string {
  const first = errors?.[0];
  const path = (first?.instancePath ?? '').slice(1).replace(/\//g, ' › ').slice(0, 80);
  return `${path === '' ? 'the request' : path} ${first?.message ?? 'is damaged'}`;
}
