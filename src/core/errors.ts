/** Errors meant for people: a code and a sentence that says what happened, to which id, and what to do. */
import { CODES, type Code } from './codes';
import { withoutControls } from './plain-text';

/**
 * A CAVE token. Users may paste one into a wrong field, so that texts of errors may contain it: no message repeats one.
 */
const TOKEN = /[a-f0-9]{32,}/gi;

/** One line, which may repeat what a server or a user wrote. */
const sentence = (text: string): string =>
  withoutControls(text.replace(/[\t\n\r\u2028\u2029]+/g, ' ')).replace(TOKEN, '[token]');

export interface ErrorDetails {
  link?: string;
  retryAfter?: number | null;
  progress?: string;
  /** The whole text of a cell that held this error already. */
  shown?: string;
}

export class TtError extends Error {
  readonly code: Code;
  /** An address to open in a browser, such as a terms page. */
  readonly link: string;
  /** Seconds the server asked us to wait, where it said so. */
  readonly retryAfter: number | null;

  /** How far the work is, where asking again goes on from there; else ''. */
  readonly progress: string;

  /** As another formula wrote it; else ''. */
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

  /** Asking again goes on from where it stopped. */
  get resumable(): boolean {
    return this.progress !== '';
  }

  get transient(): boolean {
    return CODES[this.code].transient;
  }
}

/** Work that goes on when it is asked for again; `progress` is how far it is. */
export const resumableError = (progress: string): TtError =>
  new TtError('PENDING', `${progress}. Refresh to go on`, { progress });

/** Any thrown thing as a TtError. What was not meant for people keeps its type alone: its text may hold anything. */
export function asTtError(error: unknown): TtError {
  if (error instanceof TtError) return error;
  const type = error instanceof Error ? error.name : typeof error;
  return new TtError('FAULT', `something broke (${type}). Try again, and report it if it stays`);
}

/** What a cell shows instead of an answer. */
export function cellText(error: TtError): string {
  return error.shown || `#TT ${error.code}: ${error.message}`;
}

/** The code of a cell text written by `cellText`, or null where the cell holds an answer. */
export function codeInCell(value: unknown): Code | null {
  const match = typeof value === 'string' ? /^#TT ([A-Z]+):/.exec(value) : null;
  return match && match[1]! in CODES ? (match[1] as Code) : null;
}

export const roundedIdError = (display: string): TtError =>
  new TtError(
    'ROUNDED',
    `${display} is a rounded number: format the column as plain text and paste the ids again`,
  );

export const notAnIdError = (shown: string, noun = 'segment id'): TtError =>
  new TtError('ID', `"${shown}" is not a ${noun}`);
