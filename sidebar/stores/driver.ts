// Runs work on stores in the page: the add-on signs and sends its requests; the page reads chosen files itself.
import type { StoreReply, StoreRequest } from '../../src/addon/interfaces/files-api';
import { fromBase64, toBase64 } from '../../src/core/base64';
import { CODES, type Code } from '../../src/core/codes';
import { TtError } from '../../src/core/errors';
import { type Failure, type HttpReply, type HttpRequest, noReply } from '../../src/http/request';
import { type AsyncDriver, type RunPolicy, runAsync } from '../../src/http/runner';
import type { Work } from '../../src/http/work';
import { CallFailure } from '../call-failure';
import { type ChosenFiles, isChosen } from './chosen-files';
import { RunControl } from './control';

export type SendRequests = (requests: StoreRequest[]) => Promise<StoreReply[]>;

export interface PageRun {
  send: SendRequests;
  control?: RunControl;
  /** Files of this computer that the work reads. */
  chosenFiles?: ChosenFiles;
  /** Waits for so many ms; tests use a shorter one. */
  sleep?: (ms: number) => Promise<void>;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** One call of the add-on carries a batch of requests, with their bytes as base64. */
const POLICY: Partial<RunPolicy> = { concurrency: 24, maxBytesInFlight: 6e6, maxAttempts: 5 };

export function runHere<T>(
  work: Work<T>,
  { send, control, chosenFiles, sleep = pause }: PageRun,
): Promise<T> {
  const driver = pageDriver(send, control ?? new RunControl(), chosenFiles, sleep);
  return runAsync(work, driver, { ...POLICY, now: Date.now, random: Math.random });
}

function pageDriver(
  send: SendRequests,
  control: RunControl,
  selection: ChosenFiles | undefined,
  sleep: (ms: number) => Promise<void>,
): AsyncDriver {
  const away = async (requests: HttpRequest[]): Promise<HttpReply[]> => {
    if (requests.length === 0) return [];
    await control.ready();
    // DELETE requests are still sent: an unfinished upload would keep its hidden parts, and they cost money.
    if (control.isStopped && requests.some(({ method }) => method !== 'DELETE')) {
      return requests.map(() => noReply('cancelled'));
    }
    try {
      return (await send(requests.map(packRequest))).map(unpackReply);
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      const { code, message, transient, link } = error.error;
      // The execution ended without an answer, so it is unknown whether the requests arrived.
      if (transient) return requests.map(() => noReply('network', message));
      throw new TtError(Object.hasOwn(CODES, code) ? (code as Code) : 'FAULT', message, link ? { link } : {});
    }
  };
  return {
    sleep,
    send: async (requests) => {
      const [here, there] = [requests.filter(isChosen), requests.filter((request) => !isChosen(request))];
      const [read, remote] = await Promise.all([
        Promise.all(here.map((request) => selection?.reply(request) ?? noReply('blocked'))),
        away(there),
      ]);
      return requests.map((request) => (isChosen(request) ? read.shift()! : remote.shift()!));
    },
  };
}

function packRequest({
  method,
  url,
  headers,
  contentType,
  body,
  signFor,
  raw,
  route,
}: HttpRequest): StoreRequest {
  return {
    method,
    url,
    route,
    ...(headers ? { headers } : {}),
    ...(contentType ? { contentType } : {}),
    ...(signFor ? { signFor } : {}),
    ...(raw ? { raw } : {}),
    ...(typeof body === 'string' ? { text: body } : body ? { base64: toBase64(body) } : {}),
  };
}

function unpackReply({ status, headers, failure, detail, text, base64 }: StoreReply): HttpReply {
  if (failure) return noReply(failure as Failure, detail);
  const bytes = () =>
    base64 === undefined ? new TextEncoder().encode(text ?? '') : (fromBase64(base64) ?? new Uint8Array(0));
  return { status, headers, bytes, text: () => text ?? new TextDecoder().decode(bytes()) };
}
