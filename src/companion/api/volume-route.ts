/** The route of `--volumes FOLDER`: precomputed volumes for viewers on this machine. */
import type { FastifyInstance } from 'fastify';
import { volumeFolder } from '../../node/files/volume-folder';
import type { ServiceParts } from './service-parts';

export function addVolumeRoute(app: FastifyInstance, { volumes }: ServiceParts): void {
  if (volumes === '') return;
  const serve = volumeFolder(volumes);
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
