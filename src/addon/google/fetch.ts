/**
 * The HTTP driver on UrlFetchApp: sends batches in parallel, returns failures as replies, never follows a redirect with
 * a token.
 */
import { type HttpReply, type HttpRequest, noReply } from '../../http/request';
import type { SyncDriver } from '../../http/runner';
import { toSigned, toUnsigned } from './signed-bytes';

type Options = GoogleAppsScript.URL_Fetch.URLFetchRequest & { timeoutSeconds?: number };

/** `interactive`: after a time-out, requests are not repeated one by one, because there is no time for it. */
export function urlFetchDriver(
  timeoutSeconds: () => number,
  interactive = false,
): SyncDriver & { bytesRead(): number; isSpent(): boolean } {
  let read = 0;
  let isSpent = false;
  const failureReply = (error: unknown): HttpReply => {
    const reply = replyOf(error);
    isSpent ||= reply.failure === 'quota';
    return reply;
  };
  const countBytes = (reply: HttpReply): HttpReply => ({
    ...reply,
    text: () => {
      const text = reply.text();
      read += text.length;
      return text;
    },
    bytes: () => {
      const bytes = reply.bytes();
      read += bytes.length;
      return bytes;
    },
  });
  return {
    bytesRead: () => read,
    isSpent: () => isSpent,
    sleep: (ms) => Utilities.sleep(Math.max(0, Math.round(ms))),
    send: (requests) => {
      const fit = requests.filter(({ url }) => url.length <= URL_CHARACTERS);
      const replies = sendAll(
        fit.map((request) => toOptions(request, timeoutSeconds())),
        countBytes,
        interactive,
        failureReply,
      );
      return requests.map((request) => replies[fit.indexOf(request)] ?? TOO_LONG);
    },
  };
}

/** UrlFetchApp throws for a longer address, and fails the whole batch; so such a request gets a server's reply. */
const URL_CHARACTERS = 2082;
const TOO_LONG: HttpReply = { status: 414, headers: {}, text: () => '', bytes: () => new Uint8Array(0) };

function sendAll(
  options: Options[],
  countBytes: (reply: HttpReply) => HttpReply,
  interactive: boolean,
  failureReply: (error: unknown) => HttpReply,
): HttpReply[] {
  if (options.length === 0) return [];
  try {
    return UrlFetchApp.fetchAll(options).map((response) => countBytes(toReply(response)));
  } catch (error) {
    // One unreachable address fails the whole batch: repeat each request alone, so that the others get their reply.
    const reply = failureReply(error);
    if (options.length === 1 || reply.failure === 'quota' || (interactive && reply.failure === 'timeout'))
      return options.map(() => reply);
    return options.map((option) => alone(option, countBytes, failureReply));
  }
}

function alone(
  option: Options,
  countBytes: (reply: HttpReply) => HttpReply,
  failureReply: (error: unknown) => HttpReply,
): HttpReply {
  try {
    return countBytes(toReply(UrlFetchApp.fetchAll([option])[0]!));
  } catch (error) {
    return failureReply(error);
  }
}

function toOptions(request: HttpRequest, timeoutSeconds: number): Options {
  const payload = request.body instanceof Uint8Array ? toSigned(request.body) : request.body;
  return {
    url: request.url,
    method: request.method.toLowerCase() as GoogleAppsScript.URL_Fetch.HttpMethod,
    ...(request.headers ? { headers: request.headers } : {}),
    ...(request.contentType ? { contentType: request.contentType } : {}),
    ...(payload === undefined ? {} : { payload }),
    muteHttpExceptions: true,
    followRedirects: false,
    timeoutSeconds,
  };
}

function toReply(response: GoogleAppsScript.URL_Fetch.HTTPResponse): HttpReply {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.getAllHeaders())) {
    headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : `${value}`;
  }
  return {
    status: response.getResponseCode(),
    headers,
    text: () => response.getContentText('UTF-8'),
    bytes: () => toUnsigned(response.getContent()),
  };
}

/** Classifies what the fetch service throws by its text. The text may contain the address, never a header. */
function replyOf(error: unknown): HttpReply {
  const text = error instanceof Error ? error.message : String(error);
  if (/^Timeout/.test(text)) return noReply('timeout');
  // A burst limit passes by itself, like a server's rate limit.
  if (/in a short time|Bandwidth quota/.test(text))
    return { ...noReply('network'), failure: undefined, status: 429 };
  if (/invoked too many times/.test(text)) return noReply('quota');
  if (/not allowed|permission|whitelist|Allowlist/i.test(text))
    return noReply('blocked', 'not on the allow-list');
  return noReply('network');
}
