/** Sends replies whose bytes are already JSON. */
import type { FastifyReply } from 'fastify';
import type { JobReply } from '../jobs/jobs';

export const JSON_TYPE = 'application/json; charset=utf-8';

export function sendBytes(reply: FastifyReply, bytes: Uint8Array): FastifyReply {
  return reply.type(JSON_TYPE).send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
}

/** Inserts the answer's bytes unchanged, without parsing them. */
export function sendJob(reply: FastifyReply, { job, answer }: JobReply): FastifyReply {
  const json = JSON.stringify(job);
  if (!answer) return reply.type(JSON_TYPE).send(json);
  return sendBytes(
    reply,
    Buffer.concat([Buffer.from(`${json.slice(0, -1)},"answer":`), answer, Buffer.from('}')]),
  );
}
