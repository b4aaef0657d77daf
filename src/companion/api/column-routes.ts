/** Routes of columns. Their owner starts, watches, reads and cancels them; the queue runs them part by part. */
import type { FastifyInstance } from 'fastify';
import { TtError } from '../../core/errors';
import type { ToolRequest } from '../../tools/companion/wire';
import { toolKey } from '../../tools/registry';
import type { PartTask } from '../columns/run-part';
import { HttpError } from '../errors/http-error';
import { readQuestion } from '../work/question';
import { caveToken, readQuestionBody } from './question-body';
import { JOB_BODY, PART_BODY, ROWS_BODY } from './schema';
import { authenticateRequest, type ServiceParts } from './service-parts';

interface ColumnParams {
  Params: { id: string };
}

/** Cloud Run accepts no longer body. */
const BODY_BYTES = 32 * 2 ** 20;
const PAGE_ROWS = 2000;

export function addColumnRoutes(app: FastifyInstance, parts: ServiceParts): void {
  const { authenticator, columns } = parts;

  app.post('/v1/columns', { schema: { body: JOB_BODY }, bodyLimit: BODY_BYTES }, async (request, reply) => {
    const principal = await authenticateRequest(request, authenticator.principal);
    const { tool: name, ...body } = request.body as { tool: string };
    const { tool, question, token } = readQuestionBody(request, name, body, principal, parts, 'columnIds');
    if (tool.kind !== 'rows') {
      throw new HttpError(400, new TtError('INPUT', `${tool.name} does not answer id by id`));
    }
    // Refuse a malformed id here, before a part of the column meets it.
    readQuestion(tool, question);
    const { person, byGrant } = principal;
    return reply.send(
      await columns.begin({
        person,
        byGrant,
        tool: toolKey(tool),
        question: question as ToolRequest & { ids: string[] },
        token,
      }),
    );
  });

  app.get<ColumnParams>('/v1/columns/:id', async (request) => {
    const { person } = await authenticateRequest(request, authenticator.principal);
    return columns.find(person, request.params.id, caveToken(request));
  });

  app.post<ColumnParams>('/v1/columns/:id/rows', { schema: { body: ROWS_BODY } }, async (request) => {
    const { person } = await authenticateRequest(request, authenticator.principal);
    const { read, most = PAGE_ROWS } = request.body as { read: [number, number][]; most?: number };
    const ranges = read.map(([from, to]) => ({ from, to }));
    return columns.rows(person, request.params.id, caveToken(request), ranges, most);
  });

  app.post<ColumnParams>('/v1/columns/:id/resume', async (request) => {
    const { person } = await authenticateRequest(request, authenticator.principal);
    return columns.resume(person, request.params.id, caveToken(request));
  });

  app.post<ColumnParams>('/v1/columns/:id/cancel', async (request) => {
    const { person } = await authenticateRequest(request, authenticator.principal);
    return columns.cancel(person, request.params.id);
  });

  app.post<ColumnParams>('/v1/columns/:id/run', { schema: { body: PART_BODY } }, async (request, reply) => {
    await authenticator.delivery(request.headers);
    const over = await columns.run(request.params.id, request.body as PartTask);
    // Cloud Tasks delivers a task again unless the reply is a success.
    if (!over) throw new HttpError(503, new TtError('BUSY', 'the part is not done', { retryAfter: 10 }));
    return reply.code(204).send();
  });
}
