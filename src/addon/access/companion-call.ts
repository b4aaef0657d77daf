/** One question to the companion outside a function's work, answered as JSON. */
import type { Json } from '../../core/json';
import { runSync } from '../../http/runner';
import { replyTo, type Work } from '../../http/work';
import {
  type CompanionEndpoint,
  companionRequest,
  readCompanionReply,
} from '../../tools/companion/call-companion';
import type { Host } from '../interfaces/host';

const REQUEST_BUDGET_MS = 30_000;

/** Throws the refusal, or what kept the companion from answering. */
export function callCompanion(
  host: Host,
  companion: CompanionEndpoint,
  method: 'GET' | 'POST',
  path: string,
  body: object | null = null,
): Json {
  return runSync(companionWork(companion, method, path, body), host.http, {
    now: () => host.now(),
    random: () => host.random(),
    deadline: host.now() + REQUEST_BUDGET_MS,
    maxAttempts: 3,
    maxWaitMs: 5_000,
  });
}

function* companionWork(
  companion: CompanionEndpoint,
  method: 'GET' | 'POST',
  path: string,
  body: object | null,
): Work<Json> {
  return readCompanionReply(yield* replyTo(companionRequest(companion, method, path, body)), companion);
}
