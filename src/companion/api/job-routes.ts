/** Routes of jobs. Their owner starts, reads and cancels them; the queue runs them. */
import type { FastifyInstance } from 'fastify';
import { TtError } from '../../core/errors';
import { toolKey } from '../../tools/registry';
import { HttpError } from '../errors/http-error';
import type { JobTask } from '../jobs/run-job';
import { readQuestionBody } from './question-body';
import { sendJob } from './replies';
import { JOB_BODY, RUN_BODY } from './schema';
import { authenticateRequest, type ServiceParts } from './service-parts';

interface JobParams {
  Params: { id: string };
}

export function addJobRoutes(app: FastifyInstance, parts: ServiceParts): void {
  const { authenticator, jobs } = parts;

  app.post('/v1/jobs', { schema: { body: JOB_BODY } }, async (request, reply) => {
    const principal = await authenticateRequest(request, authenticator.principal);
    const { tool: name, ...body } = request.body as { tool: string };
    const { tool, question, token } = readQuestionBody(request, name, body, principal, parts);
    const { person, byGrant } = principal;
    return sendJob(reply, await jobs.begin({ person, byGrant, tool: toolKey(tool), question, token }));
  });

  app.get<JobParams>('/v1/jobs/:id', async (request, reply) => {
    const { person } = await authenticateRequest(request, authenticator.principal);
    return sendJob(reply, await jobs.find(person, request.params.id));
  });

  app.post<JobParams>('/v1/jobs/:id/cancel', async (request, reply) => {
    const { person } = await authenticateRequest(request, authenticator.principal);
    return sendJob(reply, await jobs.cancel(person, request.params.id));
  });

  app.post<JobParams>('/v1/jobs/:id/run', { schema: { body: RUN_BODY } }, async (request, reply) => {
    await authenticator.delivery(request.headers);
    const over = await jobs.run(request.params.id, request.body as JobTask);
    // Cloud Tasks delivers a task again unless the reply is a success.
    if (!over) throw new HttpError(503, new TtError('BUSY', 'another run has this job', { retryAfter: 10 }));
    return reply.code(204).send();
  });
}
