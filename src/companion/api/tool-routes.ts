/** Routes of tools: the list of tools, and one question answered within its request. */
import type { FastifyInstance } from 'fastify';
import type { AnyTool } from '../../tools/declaration/declare';
import { toolKey, toolsOn } from '../../tools/registry';
import { COMPANION_LIMITS, type Limits } from '../limits/limits';
import { readQuestionBody } from './question-body';
import { sendBytes } from './replies';
import { authenticateRequest, type ServiceParts } from './service-parts';

export const TOOL_ROUTE = '/v1/tools/:name';

export function addToolRoutes(app: FastifyInstance, parts: ServiceParts): void {
  const { authenticator, limits, runner, requestsOf } = parts;

  app.get('/v1/tools', async (request) => {
    await authenticateRequest(request, authenticator.principal);
    return { tools: toolsOn('companion').map(toolEntry), limits: limitEntries(limits) };
  });

  app.post<{ Params: { name: string } }>(TOOL_ROUTE, async (request, reply) => {
    const principal = await authenticateRequest(request, authenticator.principal);
    const { name } = request.params;
    const { tool, question, token } = readQuestionBody(request, name, request.body, principal, parts);
    const disconnection = new AbortController();
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) disconnection.abort();
    });
    const task = {
      tool: toolKey(tool),
      question,
      token,
      mayWrite: !principal.byGrant,
      limitMs: limits.seconds * 1000,
    };
    const run = () => runner.run(task, { signal: disconnection.signal });
    return sendBytes(reply, await requestsOf.run(principal.person, run));
  });
}

const toolEntry = ({ name, formula, kind, heavy, summary }: AnyTool) => ({
  name,
  formula,
  kind,
  heavy: heavy ?? '',
  summary,
});

const limitEntries = (limits: Limits) =>
  Object.fromEntries(
    Object.entries(COMPANION_LIMITS).map(([name, { words }]) => [
      name,
      { most: limits[name as keyof Limits], words },
    ]),
  );
