/** What is refused, as a status and a body: words of a TtError, nothing of the platform's. */

import type { Code } from '../../core/codes';
import { asTtError, TtError } from '../../core/errors';
import { type Refusal as Body, packError } from '../../tools/wire';

/** A TtError with a status of its own. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly error: TtError,
  ) {
    super(error.message);
  }
}

const STATUS: Partial<Record<Code, number>> = {
  INPUT: 400,
  ID: 400,
  ROUNDED: 400,
  COMPANION: 403,
  BIG: 413,
  FAULT: 500,
  DOWN: 502,
  BUSY: 503,
  TIMEOUT: 504,
};
/** What a function answers of CAVE's and of its own: asked rightly, and refused. */
const OF_A_FUNCTION = 422;

/** The framework's own errors, by status. */
const WORDS: Record<number, [code: Code, words: string]> = {
  404: ['NONE', 'the companion has no such address'],
  405: ['NONE', 'the companion has no such address'],
  413: ['BIG', 'the request is larger than the companion takes. Ask for less at a time'],
  415: ['INPUT', 'the companion takes application/json alone'],
};

export function refusalOf(error: unknown): { status: number; body: Body; error: TtError } {
  if (error instanceof Refusal) return of(error.status, error.error);
  if (error instanceof TtError) return of(STATUS[error.code] ?? OF_A_FUNCTION, error);
  const status = (error as { statusCode?: unknown }).statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const [code, words] = WORDS[status] ?? ['INPUT', 'the request is damaged'];
    return of(status, new TtError(code, words));
  }
  return of(500, asTtError(error));
}

const of = (status: number, error: TtError): { status: number; body: Body; error: TtError } => ({
  status,
  body: { error: packError(error) },
  error,
});
