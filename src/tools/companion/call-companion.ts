/**
 * Calls the companion for heavy work: builds its requests and reads its answers and refusals. `wire.ts` defines their
 * form.
 */

import { fromBase64 } from '../../core/base64';
import { resumableError, TtError } from '../../core/errors';
import { asObject, type Json, parseStrictJson } from '../../core/json';
import { type FailureFacts, type FailureWords, failureError } from '../../http/failures';
import type { HttpReply, HttpRequest } from '../../http/request';
import { replyTo, type Work } from '../../http/work';
import type { AnyTool, Args, HeavyRunner, ToolContext } from '../declaration/declare';
import { asError, readJobAnswer, readToolAnswer } from './read-answer';
import {
  type JobAnswer,
  packCell,
  type ToolAnswer,
  type ToolRequest,
  unpackCell,
  unpackError,
  unpackRows,
  type WireCell,
} from './wire';

export interface CompanionEndpoint {
  /** The companion's origin, without a trailing slash. */
  address: string;
  /** The CAVE deployment's global server, which the companion uses. */
  server: string;
  /** Returns credentials; called for each request. Throws if there are none. */
  headers: () => Record<string, string>;
}

/** Expected characters of an answer, for the limit on bytes in flight. */
const EXPECTS = 2e6;

export function companionRequest(
  { address, headers }: CompanionEndpoint,
  method: 'GET' | 'POST',
  path: string,
  body: object | null,
  more: Partial<HttpRequest> = {},
): HttpRequest {
  return {
    method,
    url: `${address}${path}`,
    headers: headers(),
    ...(body === null ? {} : { contentType: 'application/json', body: JSON.stringify(body) }),
    idempotent: true,
    route: 'the companion',
    ...more,
  };
}

/** Runs heavy work on the companion. A job that is not finished throws PENDING with its progress. */
export function companionHeavyRunner(companion: CompanionEndpoint): HeavyRunner {
  return {
    *rows(tool, ids, args, ctx) {
      const answer = yield* companionAnswer(companion, tool, args, ctx, ids);
      if (!('rows' in answer)) throw unexpectedReply(companion);
      const rows = unpackRows(answer.rows);
      for (const id of ids) {
        if (!rows.has(id)) rows.set(id, new TtError('FAULT', `the companion gave no answer for ${id}`));
      }
      return rows;
    },
    *table(tool, args, ctx) {
      const answer = yield* companionAnswer(companion, tool, args, ctx);
      if (!('table' in answer)) throw unexpectedReply(companion);
      return answer.table.map((row) => row.map(unpackCell));
    },
    *files(tool, args, ctx) {
      const answer = yield* companionAnswer(companion, tool, args, ctx);
      if (!('files' in answer)) throw unexpectedReply(companion);
      const files = answer.files.map(({ path, contentType, base64 }) => {
        const bytes = fromBase64(base64);
        if (bytes === null) throw unexpectedReply(companion);
        return { path, contentType, bytes };
      });
      return { report: answer.report.map((row) => row.map(unpackCell)), files, link: answer.link };
    },
  };
}

/** The answer in its transferred form, with files still as base64. Throws PENDING while a job is running. */
export function* companionAnswer(
  companion: CompanionEndpoint,
  tool: AnyTool,
  args: Args,
  ctx: ToolContext,
  ids?: readonly string[],
): Work<ToolAnswer> {
  const question = requestFor(companion, tool, args, ctx, ids);
  const read = (json: Json | undefined): ToolAnswer => {
    const answer = readToolAnswer(json, tool, args, ids ?? []);
    if (answer === null) throw unexpectedReply(companion);
    return answer;
  };
  if (tool.heavy === 'long') return read(answerOf(yield* companionJob(companion, tool, question), companion));
  const reply = yield* replyTo(
    // The work may write files to a bucket: after a failure with unknown outcome, the user decides.
    companionRequest(companion, 'POST', `/v1/tools/${tool.name}`, question, {
      idempotent: tool.kind !== 'files',
      expectedBytes: EXPECTS,
    }),
  );
  return read(readCompanionReply(reply, companion));
}

/** Cancels the job of a long tool. Returns whether there was one to cancel. */
export function* cancelCompanionJob(
  companion: CompanionEndpoint,
  tool: AnyTool,
  args: Args,
  ctx: ToolContext,
): Work<boolean> {
  const job = yield* companionJob(companion, tool, requestFor(companion, tool, args, ctx));
  if (job.state !== 'queued' && job.state !== 'running') return false;
  const path = `/v1/jobs/${encodeURIComponent(job.id)}/cancel`;
  readCompanionReply(yield* replyTo(companionRequest(companion, 'POST', path, {})), companion);
  return true;
}

export function requestFor(
  companion: CompanionEndpoint,
  tool: AnyTool,
  args: Args,
  ctx: ToolContext,
  ids?: readonly string[],
): ToolRequest {
  const wireArgs: ToolRequest['args'] = {};
  for (const { name, kind } of tool.params) {
    const value = args[name];
    if (kind === 'ids' || name === 'datastack' || value === undefined) continue;
    wireArgs[name] = Array.isArray(value) ? value.map((row) => row.map(packCell)) : (value as WireCell);
  }
  return {
    server: companion.server,
    datastack: ctx.datastack,
    ...(ids ? { ids: [...ids] } : {}),
    args: wireArgs,
  };
}

/** The same request by the same person is the same job: sending it again returns its progress. */
function* companionJob(companion: CompanionEndpoint, tool: AnyTool, question: ToolRequest): Work<JobAnswer> {
  const body = { tool: tool.name, ...question };
  const reply = yield* replyTo(
    companionRequest(companion, 'POST', '/v1/jobs', body, { expectedBytes: EXPECTS }),
  );
  const job = readJobAnswer(readCompanionReply(reply, companion));
  if (job === null) throw unexpectedReply(companion);
  return job;
}

/** The answer of a finished job. Throws PENDING while it is running, and its error if it failed. */
function answerOf(job: JobAnswer, companion: CompanionEndpoint): Json {
  switch (job.state) {
    case 'done':
      return (job.answer ?? null) as Json;
    case 'queued':
    case 'running':
      throw resumableError(progress(job));
    case 'cancelled':
      throw new TtError('COMPANION', 'this was cancelled. Run it again');
    default:
      throw job.error ? unpackError(job.error) : unexpectedReply(companion);
  }
}

/** Such as `1,200 of 40,000 edits read`. */
function progress({ state, done, total, words }: JobAnswer): string {
  const figure = (value: number) => value.toLocaleString('en-US');
  if (total > 0) return `${figure(done)} of ${figure(total)} ${words}`.trim();
  return words || (state === 'queued' ? 'waiting for its turn at the companion' : 'the companion is at work');
}

export const unexpectedReply = ({ address }: CompanionEndpoint): TtError =>
  new TtError('COMPANION', `${address} did not answer as a companion does. Check its address in Settings`);

/** The body of a successful reply. Throws the error of a failed reply. */
export function readCompanionReply(reply: HttpReply, companion: CompanionEndpoint): Json {
  const good = reply.status >= 200 && reply.status < 300;
  let json: Json = null;
  try {
    json = parseStrictJson(reply.text());
  } catch {
    if (good) throw unexpectedReply(companion);
  }
  if (good) return json;
  const error = asError(asObject(json)?.error);
  throw error ? unpackError(error) : errorFromReply(reply, companion);
}

/** The error if there is no reply, or if a proxy in front of the companion refused in a form that is not ours. */
function errorFromReply(reply: HttpReply, companion: CompanionEndpoint): TtError {
  const { status } = reply;
  if (status === 401 || status === 403) {
    return new TtError(
      'COMPANION',
      `${companion.address} refuses you (${status}). Ask who runs the companion to let you in`,
    );
  }
  return failureError(reply, wordsOf(companion)) ?? unexpectedReply(companion);
}

function wordsOf({ address }: CompanionEndpoint): FailureWords {
  const unreachable = `the companion at ${address} cannot be reached. Try again later`;
  const busy = ({ retryAfter }: FailureFacts) =>
    `the companion is busy. ${retryAfter === null ? 'Try again in a minute' : `It asks to wait ${Math.ceil(retryAfter)} s`}`;
  const fails = ({ status }: FailureFacts) => `the companion fails (${status}). Try again later`;
  return {
    timeout: 'the companion did not answer in time. Try again, with fewer ids at a time',
    cut: unreachable,
    blocked: [
      'COMPANION',
      ({ detail }) => `Google does not fetch ${address} (${detail}). Ask your administrator`,
    ],
    unreachable,
    'rate limit': busy,
    'too large': 'this is too large for the companion. Ask for fewer ids or smaller files at a time',
    unavailable: ['BUSY', busy],
    gateway: fails,
    'server error': fails,
  };
}
