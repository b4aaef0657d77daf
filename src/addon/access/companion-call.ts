/** Sends one request to the companion outside a tool's work; returns its JSON. */
import type { Json } from '../../core/json';
import { replyTo, type Work } from '../../http/work';
import {
  type CompanionEndpoint,
  companionRequest,
  readCompanionReply,
} from '../../tools/companion/call-companion';
import type { Host } from '../interfaces/host';
import { runWork } from '../run-work';

/** Throws the companion's error, or why it could not be reached. */
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
