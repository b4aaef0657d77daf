/** One call of a function: what a thread needs to answer it, and what it reports in between. */
import type { ProgressState } from '../output/progress';
import type { SandboxAccess } from './sandbox';

/** Cloned when it is sent to the thread. */
export interface Question {
  /** Key of the tool. */
  tool: string;
  /** In the order of the tool's parameters. */
  values: unknown[];
  server: string;
  datastack: string;
  token: string;
  env: Record<string, string | undefined>;
  home: string;
  sandbox: SandboxAccess | null;
  /** Whether each request is reported. */
  isVerbose: boolean;
}

export interface Reporter {
  progress(progress: ProgressState): void;
  /** A remark about the input, for the user. */
  remark(text: string): void;
  /** A line for --verbose. */
  request(line: string): void;
}
