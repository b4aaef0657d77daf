/** Errors as an HTTP status and a JSON body: the text of a TtError, never the platform's own text. */
import type { Code } from '../../core/codes';
import { asTtError, TtError } from '../../core/errors';
import { type Refusal as Body, packError } from '../../tools/companion/wire';

/** A TtError with an HTTP status of its own. */
export class HttpError extends Error {
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
/** The request was correct, but CAVE or the tool refused it. */
const TOOL_ERROR = 422;

/** The framework's own errors, by status. */
const FRAMEWORK_ERRORS: Record<number, [code: Code, message: string]> = {
  404: ['NONE', 'the companion has no such address'],
  405: ['NONE', 'the companion has no such address'],
  413: ['BIG', 'the request is larger than the companion takes. Ask for less at a time'],
  415: ['INPUT', 'the companion takes application/json alone'],
};

export function httpErrorOf(error: unknown): { status: number; body: Body; error: TtError } {
  if (error instanceof HttpError) return withBody(error.status, error.error);
  if (error instanceof TtError) return withBody(STATUS[error.code] ?? TOOL_ERROR, error);
  const status = (error as { statusCode?: unknown }).statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const [code, message] = FRAMEWORK_ERRORS[status] ?? ['INPUT', 'the request is damaged'];
    return withBody(status, new TtError(code, message));
  }
  return withBody(500, asTtError(error));
}

const withBody = (status: number, error: TtError): { status: number; body: Body; error: TtError } => ({
  status,
  body: { error: packError(error) },
  error,
});
