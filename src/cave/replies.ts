/**
 * Reads CAVE's replies, or throws the error a person needs. Each service fails in its own way: real statuses (auth),
 * a 500 whose message hides the real one (materialize), an HTML page (ingress), a redirect (not logged in).
 */
import { TtError } from '../core/errors';
import { asObject, type Json, parseJson } from '../core/json';
import type { HttpReply } from '../exchange/request';
import { isRateLimit, retryAfterSeconds } from '../exchange/runner';

/** What was asked, for the words of an error. */
export interface Asked {
  what: string;
  datastack: string;
}

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
  if (status >= 300 && status < 400) return badToken();
  const body = readBody(reply);
  if (status === 401) return unauthorized(body, asked);
  if (status === 403) return forbidden(body, asked);
  if (status === 413) {
    return new TtError(
      'BIG',
      `${asked.what}: the request is too large for CAVE. Ask for fewer ids at a time`,
    );
  }
  if (body.error === 'invalid_table_id') return noStack(asked);
  if (status >= 500 && !body.message) return down(status, asked);
  return fromMessage(status, body.message || body.text, asked);
}

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

interface Body {
  error: string;
  message: string;
  data: { [key: string]: Json };
  text: string;
}

function readBody(reply: HttpReply): Body {
  // Errors of the database repeat the whole statement, with its ids.
  const text = reply.text().slice(0, 4_000_000);
  const empty = { error: '', message: '', data: {}, text: /^\s*</.test(text) ? '' : text.slice(0, 200) };
  let json: Json;
  try {
    json = parseJson(text);
  } catch {
    return empty;
  }
  if (typeof json === 'string') return { ...empty, text: json, message: json };
  const object = asObject(json);
  if (!object) return { ...empty, text: '' };
  const word = (key: string) => (typeof object[key] === 'string' ? (object[key] as string) : '');
  return {
    error: word('error'),
    message: word('message') || word('Error') || schemaErrors(object),
    data: asObject(object.data) ?? {},
    text: '',
  };
}

function schemaErrors(object: { [key: string]: Json }): string {
  const fields = asObject(object.schema_errors);
  return fields ? `400 Bad Request: ${Object.keys(fields).join(', ')} not accepted` : '';
}

const badToken = () =>
  new TtError('TOKEN', 'CAVE does not know this token. Paste a new one in Tracer Tools › Settings');

function unauthorized(body: Body, asked: Asked): TtError {
  if (body.error === '' && body.message.startsWith('[401]')) {
    return new TtError('PERMISSION', `${asked.datastack} is a frozen public copy: ${short(body.message)}`);
  }
  if (body.error === 'no_token') {
    return new TtError('TOKEN', 'CAVE needs a token. Paste one in Tracer Tools › Settings');
  }
  return badToken();
}

function forbidden(body: Body, asked: Asked): TtError {
  if (body.error === 'missing_tos') {
    const link = String(body.data.tos_form_url ?? '');
    const name = String(body.data.tos_name ?? asked.datastack);
    return new TtError('TERMS', `accept the ${name} terms at ${link}; your token is fine`, {
      link: /^https?:\/\//.test(link) ? link : '',
    });
  }
  const right = body.data.required_permission ?? body.data.required_role;
  const group = body.data.auth_dataset;
  const lacks =
    right && group
      ? `lacks the permission "${String(right)}" on ${String(group)}`
      : `has no access to this part of ${asked.datastack}`;
  return new TtError('PERMISSION', `your CAVE account ${lacks}. Ask its owners for access`);
}

function noStack(asked: Asked): TtError {
  return new TtError('NONE', `CAVE has no datastack ${asked.datastack}`);
}

function busy(reply: HttpReply): TtError {
  const seconds = retryAfterSeconds(reply, Date.now());
  const wait = seconds === null ? 'a minute' : `${Math.ceil(seconds)} s`;
  return new TtError('BUSY', `CAVE asks us to wait ${wait}. Try again then`, { retryAfter: seconds });
}

function down(status: number, asked: Asked): TtError {
  return new TtError('DOWN', `${asked.what} fails (HTTP ${status}). Try again later`);
}

/** Materialize and the graph hide the real status in the message's first word. */
function fromMessage(status: number, message: string, asked: Asked): TtError {
  const real = /^\[?(4[0-9]{2})\]?/.exec(message);
  const code = real ? Number(real[1]) : status;
  const said = short(message);
  if (/is no root|Cannot find root id|^'?[0-9]{15,20}'?$/.test(message)) {
    return new TtError('UNKNOWN', `no such segment in ${asked.datastack} (${said})`);
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
  const refusal = refusalOf(message, asked);
  if (refusal) return refusal;
  if (code === 404) return new TtError('NONE', `${asked.what}: ${said || 'not found'} (${asked.datastack})`);
  if (code === 401) return new TtError('PERMISSION', `${asked.what}: ${said}`);
  if (code === 406) return new TtError('PENDING', `${asked.what}: ${notLookedUp(said)}`);
  if (code >= 400 && code < 500) return new TtError('INPUT', `${asked.what}: ${said || `HTTP ${code}`}`);
  return new TtError('DOWN', `${asked.what} fails: ${said || `HTTP ${status}`}. Try again later`);
}

/** A table's failures that trying again does not mend; null for others. */
function refusalOf(message: string, asked: Asked): TtError | null {
  const { what, datastack } = asked;
  const sql = /^Execution failed on sql '[\s\S]*': ([^\n]+)/.exec(message)?.[1];
  if (sql !== undefined) {
    return /(relation|database) ".*" does not exist/.test(sql)
      ? new TtError('NONE', `${what}: this version of ${datastack} has expired. Use a newer one`)
      : new TtError('INPUT', `${what}: the database refuses a value or expression: ${short(sql)}`);
  }
  if (/ALL root id filters passed/.test(message)) {
    return new TtError(
      'INPUT',
      `${what}: none of the ids is current at this time. Bring them up to date first`,
    );
  }
  if (/do not use live live query/.test(message)) {
    return new TtError('INPUT', `${what}: this is a version’s own time. Ask for that version by its number`);
  }
  if (/^(table|view) /.test(what) && /'NoneType' object has no attribute '(get|id)'/.test(message)) {
    return new TtError('NONE', `${what}: ${datastack} has no such table, view or version`);
  }
  if (
    /not in model or models for|is not a string column|must be less than max bounds|can't adapt type/.test(
      message,
    )
  ) {
    return new TtError('INPUT', `${what}: ${short(message)}`);
  }
  return null;
}

const notLookedUp = (said: string): string => {
  const rows = /There are ([0-9]+) annotations/.exec(said)?.[1];
  return rows
    ? `CAVE has not looked up ${rows} rows. Ask for another version or time, for columns without segment ids, or try again in some minutes`
    : `${said}. Try again in some minutes`;
};

/** A server's sentence, fit for a cell. */
function short(message: string): string {
  const line = message
    .replace(/^\[?[0-9]{3}\]?[: ]+/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > 140 ? `${line.slice(0, 139)}…` : line;
}
