/** Errors for users: a code, and a sentence that says what happened, to which id, and what to do. */
import { CODES, type Code } from './codes';
import { withoutControls } from './plain-text';

/**
 * A CAVE token. A user may paste one into the wrong field, and an error message may quote that field: tokens are
 * removed from every message.
 */
const TOKEN = /[a-f0-9]{32,}/gi;

/** The text as one line without tokens: it may quote what a server or a user wrote. */
const sentence = (text: string): string =>
  withoutControls(text.replace(/[\t\n\r\u2028\u2029]+/g, ' ')).replace(TOKEN, '[token]');

export interface ErrorDetails {
  link?: string;
  retryAfter?: number | null;
  progress?: string;
  /** The whole text of the cell, if the cell already held this error. */
  shown?: string;
}

export class TtError extends Error {
  readonly code: Code;
  /** An address to open in a browser, such as a terms page. */
  readonly link: string;
  /** Seconds that the server asks to wait; null if it did not say. */
  readonly retryAfter: number | null;

  /** How far the work is, if another run continues from there; else ''. */
  readonly progress: string;

  /** The error text as another formula wrote it; else ''. */
  readonly shown: string;

  constructor(code: Code, message: string, more: ErrorDetails = {}) {
    super(sentence(message));
    this.name = 'TtError';
    this.code = code;
    this.link = withoutControls(more.link ?? '');
    this.retryAfter = more.retryAfter ?? null;
    this.progress = sentence(more.progress ?? '');
    this.shown = sentence(more.shown ?? '');
  }

  /** True if another run continues where this one stopped. */
  get resumable(): boolean {
    return this.progress !== '';
  }

  get transient(): boolean {
    return 'transient' in CODES[this.code];
  }
}

const GO_ON = '. Refresh to go on';

/** The error of work that another run continues; `progress` says how far it is. */
export const resumableError = (progress: string): TtError =>
  new TtError('PENDING', `${progress}${GO_ON}`, { progress });

/** Whether a cell holds the text of a `resumableError`. */
export const isResumableText = (value: unknown): boolean =>
  typeof value === 'string' && codeInCell(value) === 'PENDING' && value.endsWith(GO_ON);

/**
 * Any thrown value as a TtError. Of an error that is not a TtError, only the type is shown: its text may contain
 * anything.
 */
export function asTtError(error: unknown): TtError {
  if (error instanceof TtError) return error;
  const type = error instanceof Error ? error.name : typeof error;
  return new TtError('FAULT', `something broke (${type}). Try again, and report it if it stays`);
}

/** The text that a cell shows in place of an answer. */
export function cellText(error: TtError): string {
  return error.shown || `#TT ${error.code}: ${error.message}`;
}

/** The code of a cell text written by `cellText`, or null if the cell holds an answer. */
export function codeInCell(value: unknown): Code | null {
  const match = typeof value === 'string' ? /^#TT ([A-Z]+):/.exec(value) : null;
  return match && match[1]! in CODES ? (match[1] as Code) : null;
}

export const roundedIdError = (display: string): TtError =>
  new TtError(
    'ROUNDED',
    `${display} is a rounded number: format the column as plain text and paste the ids again`,
  );

export const notAnIdError = (text: string, noun = 'segment id'): TtError =>
  new TtError('ID', `"${text}" is not a ${noun}`);
