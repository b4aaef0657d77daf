/** One question to the companion outside a function's work, answered as JSON. */
import type { Json } from '../../core/json';
import { replyTo, type Work } from '../../http/work';
import {
  type CompanionEndpoint,
  companionRequest,
  readCompanionReply,
} from '../../tools/companion/call-companion';
import type { Host } from '../interfaces/host';
import { runWork } from '../run-work';

/** Throws the refusal, or what kept the companion from answering. */
export function callCompanion(
  host: Host,
  companion: CompanionEndpoint,
  method: 'GET' | 'POST',
  path: string,
  body: object | null = null,
): Json {
  return runWork(companionWork(companion, method, path, body), host, 'companionCall');
}

function* companionWork(
  companion: CompanionEndpoint,
  method: 'GET' | 'POST',
  path: string,
  body: object | null,
): Work<Json> {
  return readCompanionReply(yield* replyTo(companionRequest(companion, method, path, body)), companion);
}
