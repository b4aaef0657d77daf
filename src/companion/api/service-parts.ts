/** What the routes use, and what a request carries from authentication to the log. */
import type { FastifyRequest } from 'fastify';
import type { Authenticator, Headers, Principal } from '../auth/authenticator';
import type { Keys } from '../auth/keys';
import type { Revocations } from '../auth/revocations';
import type { Columns } from '../columns/columns';
import type { EgressRules } from '../egress/rules';
import type { Jobs } from '../jobs/jobs';
import type { Limits } from '../limits/limits';
import type { PersonLimit } from '../limits/per-person';
import type { TaskRunner } from '../work/runner';
import type { Log } from './request-log';

export interface ServiceParts {
  version: string;
  limits: Limits;
  rules: EgressRules;
  keys: Keys;
  authenticator: Authenticator;
  revocations: Revocations;
  runner: TaskRunner;
  requestsOf: PersonLimit;
  jobs: Jobs;
  columns: Columns;
  log: Log;
  now: () => number;
  /** A folder of volumes to serve to viewers on this machine; '' if there is none. */
  volumes: string;
}

/** Fields of a request's log line that its handler sets. */
export interface RequestLog {
  tool: string;
  code: string;
  person: string;
  startedAt: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    logged: RequestLog;
  }
}

/** Authenticates a request and stores a shortened hash of the person for the log. */
export async function authenticateRequest(
  request: FastifyRequest,
  authenticate: (headers: Headers) => Promise<Principal>,
): Promise<Principal> {
  const principal = await authenticate(request.headers);
  request.logged.person = principal.person.slice(0, 12);
  return principal;
}
