/**
 * Reads CAVE's replies, or throws the error a person needs. Each service fails in its own way: real statuses (auth),
 * a 500 whose message hides the real one (materialize), an HTML page (ingress), a redirect (not logged in).
 */
import { TtError } from '../core/errors';
import { type Json, parseJson } from '../core/json';
import type { HttpReply } from '../exchange/request';
import { isRateLimit, retryAfterSeconds } from '../exchange/runner';
import { type Asked, readBody, short } from './errorBody';
import { refusalOf } from './refusals';
import { lastingTableError, notLookedUp } from './tableErrors';

export type { Asked };

export function readText(reply: HttpReply, asked: Asked): string {
  if (reply.status >= 200 && reply.status < 300) return reply.text();
  throw failureOf(reply, asked);
}

export function readBytes(reply: HttpReply, asked: Asked): Uint8Array {
  if (reply.status >= 200 && reply.status < 300) return reply.bytes();
  throw failureOf(reply, asked);
}

export function readJson(reply: HttpReply, asked: Asked): Json {
  const text = readText(reply, asked);
  try {
    return parseJson(text);
  } catch {
    throw broken(asked);
  }
}

/** An answer that is not whole or not of the documented shape. */
export function broken(asked: Asked): TtError {
  return new TtError('DOWN', `the answer of ${asked.what} was cut or damaged. Try again`);
}

/** The error that a failed reply stands for. */
export function failureOf(reply: HttpReply, asked: Asked): TtError {
  if (reply.failure) return noAnswer(reply, asked);
  const { status } = reply;
  if (isRateLimit(reply)) return busy(reply);
  const body = readBody(reply);
  const refused = refusal(reply, asked, body);
  if (refused) return refused;
  if (status === 401) {
    return new TtError('PERMISSION', `${asked.datastack} is a frozen public copy: ${short(body.message)}`);
  }
  if (status >= 300 && status < 400) return moved(status, asked);
  if (isTooLarge(reply)) {
    return new TtError(
      'BIG',
      `${asked.what}: the request is too large for CAVE. Ask for fewer ids at a time`,
    );
  }
  if (status === 408) return noAnswer({ ...reply, failure: 'timeout' }, asked);
  if (status >= 500 && !body.message) return down(status, asked);
  return fromMessage(status, body.message || body.text, asked);
}

/** The error where the layer that checks tokens refuses; null for every other reply. */
export function refusal(reply: HttpReply, asked: Asked, body = readBody(reply)): TtError | null {
  const { confirmation } = reply;
  // Out of time, or cancelled, before the refusal was confirmed.
  if (confirmation?.failure === 'deadline' || confirmation?.failure === 'cancelled') {
    return noAnswer(confirmation, asked);
  }
  return refusalOf(reply, body, asked);
}

/** Body, request line, or headers: the last two as nginx says it. */
const isTooLarge = (reply: HttpReply): boolean =>
  reply.status === 413 ||
  reply.status === 414 ||
  reply.status === 431 ||
  (reply.status === 400 && /Request Header Or Cookie Too Large/.test(reply.text().slice(0, 1000)));

function noAnswer(reply: HttpReply, asked: Asked): TtError {
  switch (reply.failure) {
    case 'timeout':
      return new TtError('TIMEOUT', `${asked.what} did not answer in time. Try again`);
    case 'deadline':
      return new TtError('PENDING', 'out of time. Refresh to go on');
    case 'cancelled':
      return new TtError('PENDING', 'cancelled before it was answered. Run again to go on');
    case 'blocked':
      return new TtError(
        'PERMISSION',
        `${asked.what}: this address may not be fetched (${reply.detail ?? ''}). An administrator may have to allow it`,
      );
    case 'cut':
      return broken(asked);
    default:
      return new TtError('DOWN', `${asked.what} cannot be reached. Try again later`);
  }
}

function busy(reply: HttpReply): TtError {
  const seconds = retryAfterSeconds(reply, Date.now());
  const wait = seconds === null ? 'a minute' : `${Math.ceil(seconds)} s`;
  return new TtError('BUSY', `CAVE asks us to wait ${wait}. Try again then`, { retryAfter: seconds });
}

function moved(status: number, asked: Asked): TtError {
  return new TtError('DOWN', `${asked.what} answers with another address (HTTP ${status}). Try again later`);
}

function down(status: number, asked: Asked): TtError {
  return new TtError('DOWN', `${asked.what} fails (HTTP ${status}). Try again later`);
}

/** Materialize and the graph hide the real status in the message's first word. */
function fromMessage(status: number, message: string, asked: Asked): TtError {
  const real = /^\[?(4[0-9]{2})\]?/.exec(message);
  const code = real ? Number(real[1]) : status;
  const said = short(message);
  if (/is no root|Cannot find root id|^'?[0-9]{1,20}'?$/.test(message)) {
    return new TtError('UNKNOWN', `no such segment in ${asked.datastack} (${said})`);
  }
  if (message === 'zero-dimensional arrays cannot be concatenated') {
    return new TtError('FAULT', `${asked.what}: one id was asked about twice in a request. Report it`);
  }
  if (/does not have an L2 Cache/.test(message)) {
    return new TtError('NONE', `${asked.datastack} has no L2 cache`);
  }
  if (message.startsWith('Input payload validation failed')) {
    return new TtError('INPUT', `${asked.what}: ${said}`);
  }
  if (/statement timeout|QueryCanceled/.test(message)) {
    return new TtError('TIMEOUT', `${asked.what} was too heavy for the server. Ask for fewer ids at a time`);
  }
  if (/Problematic root id/.test(message)) return new TtError('NONE', `${asked.what}: ${said}`);
  if (/Invalid root id/.test(message)) return new TtError('UNKNOWN', `${asked.what}: ${said}`);
  const lasting = lastingTableError(message, asked);
  if (lasting) return lasting;
  if (code === 404) return new TtError('NONE', `${asked.what}: ${said || 'not found'} (${asked.datastack})`);
  if (code === 401) return new TtError('PERMISSION', `${asked.what}: ${said}`);
  if (code === 406) return new TtError('PENDING', `${asked.what}: ${notLookedUp(said)}`);
  if (code >= 400 && code < 500) return new TtError('INPUT', `${asked.what}: ${said || `HTTP ${code}`}`);
  return new TtError('DOWN', `${asked.what} fails: ${said || `HTTP ${status}`}. Try again later`);
}
