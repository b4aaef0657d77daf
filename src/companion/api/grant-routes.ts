/** Routes of grants. A signed-in person creates one for a document, and can revoke it. */
import type { FastifyInstance } from 'fastify';
import { createGrant } from '../auth/grants';
import { keyedHash } from '../auth/keys';
import { checkServer } from './question-body';
import { GRANT_BODY, REVOKE_BODY } from './schema';
import { authenticateRequest, type ServiceParts } from './service-parts';

export function addGrantRoutes(app: FastifyInstance, parts: ServiceParts): void {
  const { authenticator, keys, now, revocations, rules } = parts;

  app.post('/v1/grants', { schema: { body: GRANT_BODY } }, async (request) => {
    const { person } = await authenticateRequest(request, authenticator.person);
    const { document, servers = [] } = request.body as { document: string; servers?: string[] };
    for (const server of servers) checkServer(server, rules.servers);
    return createGrant(keys, {
      person,
      document: keyedHash(keys, 'document', document),
      servers,
      now: now(),
    });
  });

  app.post('/v1/grants/revoke', { schema: { body: REVOKE_BODY } }, async (request, reply) => {
    const { person } = await authenticateRequest(request, authenticator.person);
    const { id, document } = request.body as { id?: string; document?: string };
    await revocations.revoke(
      person,
      id !== undefined ? { id } : { document: keyedHash(keys, 'document', document!) },
    );
    return reply.code(200).send({ revoked: true });
  });
}
