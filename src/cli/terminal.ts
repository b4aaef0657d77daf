/** What a command uses of the process around it, and the meaning of the exit codes. */

import { withoutControls } from '../core/plain-text';
import type { ToolOutput } from '../tools/runner/run-tool';
import type { Question, Reporter } from './run/question';

export interface Terminal {
  /** Writes only answers, which may be piped to other programs. */
  out(text: string): void;
  /** Writes everything else: progress, remarks, errors. */
  err(text: string): void;
  env: Record<string, string | undefined>;
  /** Resolves when the user stops a server. */
  stopped: Promise<void>;
  /** Folder of credentials; by default the user's home. */
  home?: string;
  /** Reads standard input to its end. */
  input?: () => Promise<Uint8Array>;
  /** Whether a person watches each stream; by default none. */
  looksAt?: { out: boolean; err: boolean };
  /** Width of the terminal; by default 80. */
  columns?: number;
  /** Answers a question; by default in this thread. */
  answer?: (question: Question, reporter: Reporter) => Promise<ToolOutput>;
}

/** The exit codes in docs/command-line.md. */
export const EXIT = {
  /** All rows have answers. */
  done: 0,
  /** Some rows hold an error instead of an answer. */
  someFailed: 1,
  /** The command is wrong: its function, an option, an argument or a file. Nothing was done. */
  usage: 2,
  /** The command failed: no connection, no permission, no such data. */
  couldNotRun: 3,
  /** Ended by Ctrl-C or SIGTERM. */
  interrupted: 130,
} as const;

/** Whether a line on the error stream can be drawn over: a person watches it, on a terminal that can. */
export const canRedraw = ({ looksAt, env }: Terminal): boolean =>
  looksAt?.err === true && env.TERM !== 'dumb';

/** Marks text on a stream with terminal codes, unless no person watches it or the user wants none (no-color.org). */
export function styled({ looksAt, env }: Terminal, stream: 'out' | 'err', style: keyof typeof STYLES) {
  const isPlain = looksAt?.[stream] !== true || env.TERM === 'dumb' || (env.NO_COLOR ?? '') !== '';
  return (text: string): string => (isPlain ? text : `\u001b[${STYLES[style]}m${text}\u001b[0m`);
}

const STYLES = { heading: 1, error: 31 };

/** Foreign text without characters that control a terminal, on one line. */
export const printable = (text: string): string => withoutControls(text.replace(/[\r\n]+/g, ' '));
