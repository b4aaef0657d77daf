/** What a command has of the process around it, and what its exit codes mean. */

import { withoutControls } from '../core/plain-text';
import type { ToolOutput } from '../tools/runner/run-tool';
import type { Question, Reporter } from './run/question';

export interface Terminal {
  /** Answers alone: what may be piped on. */
  out(text: string): void;
  /** Everything else: progress, remarks, errors. */
  err(text: string): void;
  env: Record<string, string | undefined>;
  /** Settled when the user stops what runs on. */
  stopped: Promise<void>;
  /** Where credentials lie; the user's own folder where it is left out. */
  home?: string;
  /** What is piped in, to its end. */
  input?: () => Promise<Uint8Array>;
  /** Whether a person looks at each stream; nobody where it is left out. */
  looksAt?: { out: boolean; err: boolean };
  /** Of the terminal; 80 where it is left out. */
  columns?: number;
  /** Answers a question; in this thread where it is left out. */
  answer?: (question: Question, reporter: Reporter) => Promise<ToolOutput>;
}

/** The list of docs/command-line.md. */
export const EXIT = {
  /** All rows have answers. */
  done: 0,
  /** Some rows hold an error in place of an answer. */
  someFailed: 1,
  /** The command has to be changed: its function, an option, an argument, a file. Nothing was done. */
  usage: 2,
  /** It could not run: no connection, no permission, no such data. */
  couldNotRun: 3,
  /** Ended by Ctrl-C or SIGTERM. */
  interrupted: 130,
} as const;

/** A line from elsewhere without characters that steer a terminal. */
export const printable = (text: string): string => withoutControls(text.replace(/[\r\n]+/g, ' '));
