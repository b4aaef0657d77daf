/** One call of a function: what a thread needs to answer it, and what it tells on the way. */
import type { ProgressState } from '../output/progress';
import type { SandboxAccess } from './sandbox';

/** Cloned on its way to the thread. */
export interface Question {
  /** Key of the tool. */
  tool: string;
  /** In the order of its parameters. */
  values: unknown[];
  server: string;
  datastack: string;
  token: string;
  env: Record<string, string | undefined>;
  home: string;
  sandbox: SandboxAccess | null;
  /** Whether each request is told. */
  isVerbose: boolean;
}

export interface Reporter {
  progress(progress: ProgressState): void;
  /** What is worth saying of the input. */
  remark(text: string): void;
  /** A line for --verbose. */
  request(line: string): void;
}
