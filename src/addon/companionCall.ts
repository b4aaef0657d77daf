/** One question to the companion outside a function's work, answered as JSON. */
import type { Json } from '../core/json';
import { runSync } from '../exchange/runner';
import { ask, type Work } from '../exchange/work';
import { type Companion, companionRequest, readCompanion } from '../tools/askCompanion';
import type { Host } from './host';

const ASK_FOR_MS = 30_000;

/** Throws the refusal, or what kept the companion from answering. */
export function callCompanion(
  host: Host,
  companion: Companion,
  method: 'GET' | 'POST',
  path: string,
  body: object | null = null,
): Json {
  return runSync(asking(companion, method, path, body), host.http, {
    now: () => host.now(),
    random: () => host.random(),
    deadline: host.now() + ASK_FOR_MS,
    attempts: 3,
    longestWait: 5_000,
  });
}

function* asking(
  companion: Companion,
  method: 'GET' | 'POST',
  path: string,
  body: object | null,
): Work<Json> {
  return readCompanion(yield* ask(companionRequest(companion, method, path, body)), companion);
}
