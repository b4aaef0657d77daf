/**
 * Reads CAVE's replies, or throws errors for users. Each service fails in its own way: with a true status (auth), with
 * a 500 whose message contains the true status (materialize), with an HTML page (ingress), or with a redirect (not
 * logged in).
 */
import { digitsValue } from '../../core/digits';
import { TtError } from '../../core/errors';
import { type Json, parseJson } from '../../core/json';
import { type FailureFacts, type FailureWords, failureError, isRateLimit } from '../../http/failures';
import type { HttpReply } from '../../http/request';
import { oneLine, type RequestLabel, readErrorBody } from './error-body';
import { refusalOf } from './refusals';
import { lastingTableError, notLookedUp } from './table-errors';

export type { RequestLabel };

export function readText(reply: HttpReply, label: RequestLabel): string {
  if (reply.status >= 200 && reply.status < 300) return reply.text();
  throw errorFromReply(reply, label);
}

export function readBytes(reply: HttpReply, label: RequestLabel): Uint8Array {
  if (reply.status >= 200 && reply.status < 300) return reply.bytes();
  throw errorFromReply(reply, label);
}

export function readJson(reply: HttpReply, label: RequestLabel): Json {
  const text = readText(reply, label);
  try {
    return parseJson(text);
  } catch {
    throw damagedReply(label);
  }
}

/** The error for a reply that is incomplete, not of the documented form, or about other things than the request. */
export function damagedReply({ route }: RequestLabel): TtError {
  const service = /^(table|view) /.test(route) ? `materialize for ${route}` : route;
  return new TtError('DOWN', `the answer of ${service} was cut or damaged. Try again`);
}

/** The error for a failed reply. */
export function errorFromReply(reply: HttpReply, label: RequestLabel): TtError {
  const { status } = reply;
  const body = readErrorBody(reply);
  const refusalError = isRateLimit(reply) ? null : refusal(reply, label, body);
  if (refusalError) return refusalError;
  if (status === 401) {
    return new TtError('PERMISSION', `${label.datastack} is a frozen public copy: ${oneLine(body.message)}`);
  }
  const words = { ...transportWords(label), ...(body.message ? {} : serverWords(label)) };
  return failureError(reply, words) ?? errorFromMessage(status, body.message || body.text, label);
}

/** The error for a refusal by the token check; null for every other reply. */
export function refusal(reply: HttpReply, label: RequestLabel, body = readErrorBody(reply)): TtError | null {
  const { confirmation } = reply;
  // The run ended (deadline or cancellation) before the refusal was confirmed.
  if (confirmation?.failure === 'deadline' || confirmation?.failure === 'cancelled') {
    return failureError(confirmation, {});
  }
  return refusalOf(reply, body, label);
}

const transportWords = (label: RequestLabel): FailureWords => ({
  timeout: `${label.route} did not answer in time. Try again`,
  cut: damagedReply(label).message,
  blocked: ({ detail }) =>
    `${label.route}: this address may not be fetched (${detail}). An administrator may have to allow it`,
  unreachable: `${label.route} cannot be reached. Try again later`,
  'rate limit': ({ retryAfter }) =>
    `CAVE asks us to wait ${retryAfter === null ? 'a minute' : `${Math.ceil(retryAfter)} s`}. Try again then`,
  moved: ({ status }) => `${label.route} answers with another address (HTTP ${status}). Try again later`,
  'too large': `${label.route}: the request is too large for CAVE. Ask for fewer ids at a time`,
});

/** The messages for bodies that contain no sentence of their own. */
function serverWords(label: RequestLabel): FailureWords {
  const fails = ({ status }: FailureFacts) => `${label.route} fails (HTTP ${status}). Try again later`;
  return { unavailable: fails, gateway: fails, 'server error': fails };
}

/** Materialize and the graph put the true status at the start of the message. */
function errorFromMessage(status: number, message: string, label: RequestLabel): TtError {
  const real = /^\[?(4[0-9]{2})\]?/.exec(message);
  const code = real ? digitsValue(real[1]) : status;
  const text = oneLine(message);
  if (/is no root|Cannot find root id|^(?:np\.uint64\(|')?[0-9]{1,20}[')]?$/.test(message)) {
    return new TtError('UNKNOWN', `no such segment in ${label.datastack} (${text})`);
  }
  if (message === 'zero-dimensional arrays cannot be concatenated') {
    return new TtError('FAULT', `${label.route}: one id was asked about twice in a request. Report it`);
  }
  if (/does not have an L2 Cache/.test(message)) {
    return new TtError('NONE', `${label.datastack} has no L2 cache`);
  }
  if (message.startsWith('Input payload validation failed')) {
    return new TtError('INPUT', `${label.route}: ${text}`);
  }
  if (/statement timeout|QueryCanceled/.test(message)) {
    return new TtError('TIMEOUT', `${label.route} was too heavy for the server. Ask for fewer ids at a time`);
  }
  if (/Problematic root id/.test(message)) return new TtError('NONE', `${label.route}: ${text}`);
  if (/Invalid root id/.test(message)) return new TtError('UNKNOWN', `${label.route}: ${text}`);
  const lasting = lastingTableError(message, label);
  if (lasting) return lasting;
  if (code === 404) return new TtError('NONE', `${label.route}: ${text || 'not found'} (${label.datastack})`);
  if (code === 401) return new TtError('PERMISSION', `${label.route}: ${text}`);
  if (code === 406) return new TtError('PENDING', `${label.route}: ${notLookedUp(text)}`);
  if (code >= 400 && code < 500) return new TtError('INPUT', `${label.route}: ${text || `HTTP ${code}`}`);
  return new TtError('DOWN', `${label.route} fails: ${text || `HTTP ${status}`}. Try again later`);
}
