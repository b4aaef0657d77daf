// The only file that calls the add-on: a call is a promise of its typed answer, or rejects with a CallFailure.
import type { CallError, CallName, Calls, Envelope } from '../src/addon/interfaces/api';
import { TtError } from '../src/core/errors';
import { CallFailure } from './call-failure';

export { CallFailure };

interface Runner {
  withSuccessHandler(handler: (answer: unknown) => void): Runner;
  withFailureHandler(handler: (error: { message?: string }) => void): Runner;
  ttCall(name: string, argsJson: string): void;
}

declare const google: { script: { run: Runner } };

export type CallAddOn = <K extends CallName>(
  name: K,
  ...args: Calls[K]['args']
) => Promise<Calls[K]['value']>;

/**
 * The queue of each call; calls in one queue wait for each other. Cancel must not wait for the step that it cancels.
 */
const CONCERNS: Partial<Record<CallName, string>> = {
  selection: 'selection',
  selectCells: 'selection',
  startJob: 'job',
  startTab: 'job',
  startRecipes: 'job',
  stepJob: 'job',
  resumeJob: 'job',
  retryFailed: 'job',
  job: 'job',
  runSchedule: 'job',
  cancelJob: 'cancel',
  paste: 'job',
  pastePlace: 'selection',
  runTool: 'tool',
  makeFiles: 'tool',
  cancelTool: 'cancel',
  viewerSkeletons: 'skeletons',
  viewerMesh: 'mesh',
  storeSend: 'stores',
};

/**
 * Milliseconds until a call counts as failed. Apps Script ends an execution after 6 minutes; a step aims at 30 seconds.
 */
const PATIENCE: Partial<Record<CallName, number>> = {
  selection: 30_000,
  paste: 330_000,
  stepJob: 120_000,
  startJob: 120_000,
  startTab: 120_000,
  startRecipes: 120_000,
  resumeJob: 120_000,
  retryFailed: 120_000,
  runTool: 330_000,
  makeFiles: 330_000,
  viewerSkeletons: 330_000,
  viewerMesh: 330_000,
  runSchedule: 120_000,
  storeSend: 150_000,
};
const USUAL_PATIENCE = 90_000;

const lines = new Map<string, Promise<unknown>>();

/** Calls the add-on. Rejects only with a CallFailure. */
export const call: CallAddOn = (name, ...args) => {
  const concern = CONCERNS[name] ?? 'rest';
  const answer = (lines.get(concern) ?? Promise.resolve()).then(() => send(name, args));
  lines.set(
    concern,
    answer.catch(() => undefined),
  );
  return answer;
};

function send<K extends CallName>(name: K, args: Calls[K]['args']): Promise<Calls[K]['value']> {
  return new Promise((resolve, reject) => {
    const patience = PATIENCE[name] ?? USUAL_PATIENCE;
    const timer = setTimeout(() => {
      reject(new CallFailure(tooSlow(patience)));
    }, patience);
    google.script.run
      .withSuccessHandler((answer) => {
        clearTimeout(timer);
        const envelope = read<Calls[K]['value']>(answer);
        if (envelope.ok) resolve(envelope.value);
        else reject(new CallFailure(envelope.error));
      })
      .withFailureHandler((error) => {
        clearTimeout(timer);
        reject(new CallFailure(broken(error.message ?? '')));
      })
      .ttCall(name, JSON.stringify(args));
  });
}

// JSON.parse is safe here: ids are strings in every type of api.ts, so the envelope holds no bare 64-bit integer.
function read<T>(answer: unknown): Envelope<T> {
  try {
    const envelope = JSON.parse(String(answer)) as Envelope<T> | null;
    if (envelope !== null && typeof envelope === 'object' && 'ok' in envelope) return envelope;
  } catch {
    // The error is returned below.
  }
  return { ok: false, error: broken('the answer could not be read') };
}

function tooSlow(ms: number): CallError {
  return {
    code: 'TIMEOUT',
    message: `No answer from the add-on in ${Math.round(ms / 1000)} s. Try again.`,
    transient: true,
  };
}

/** The execution ended without an answer: killed, out of time, not authorised, or the browser is offline. */
function broken(detail: string): CallError {
  const message = detail === '' ? 'it gave no reason' : detail;
  return { code: 'DOWN', message: `The add-on did not finish: ${message}`, transient: true };
}

/** Converts anything thrown to an error that can be shown. */
export function asCallError(error: unknown): CallError {
  if (error instanceof CallFailure) return error.error;
  if (error instanceof TtError) {
    const { code, message, transient, link } = error;
    return { code, message, transient, ...(link ? { link } : {}) };
  }
  return {
    code: 'DOWN',
    message: error instanceof Error ? error.message : String(error),
    transient: false,
  };
}
