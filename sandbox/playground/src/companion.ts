/** The companion with the sandbox: its own command as a child process, which reaches only this sandbox. */
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { CaveSandbox } from '@tracer-tools/cave';
import { VOLUMES } from '@tracer-tools/cave/seeds/initial-objects';

export interface CompanionProcess {
  /** Its address once it is ready; rejects with a sentence that says why it failed. */
  url: Promise<string>;
  /** Stops it, ready or not. Resolves when the process has ended. */
  close(): Promise<void>;
}

/** Limit of characters kept of the child's output. */
const KEPT = 2000;
/** Time limit for its start in ms: it builds itself first if its sources have changed. */
const PATIENCE = 120_000;

/** Its environment variables: the audience of its callers' ID tokens, and where it may write. */
function environment({ identity, storageToken }: CaveSandbox): NodeJS.ProcessEnv {
  return {
    ...process.env,
    TT_AUDIENCE: identity.audience,
    TT_STORAGE_TOKEN: storageToken,
    TT_WRITE_BUCKETS: VOLUMES,
    // With this variable, the command ends when this process ends, for any reason.
    npm_lifecycle_event: 'sandbox',
  };
}

/** `root` is the repository's folder. */
export function startCompanion(
  sandbox: CaveSandbox,
  origin: string,
  root: string,
  command = join(root, 'scripts/companion.mjs'),
): CompanionProcess {
  if (!existsSync(command)) {
    return { url: Promise.reject(new Error(`${command} is missing`)), close: () => Promise.resolve() };
  }
  const child = spawn(process.execPath, [command, '--port', '0', '--sandbox', origin], {
    cwd: root,
    env: environment(sandbox),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { url: addressOf(child), close: () => endOf(child) };
}

function addressOf(child: ChildProcessByStdio<null, Readable, Readable>): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGTERM');
      reject(new Error('it was not ready in time'));
    }, PATIENCE);
    let message = '';
    let complaints = '';
    child.stderr.on('data', (chunk) => {
      complaints = (complaints + String(chunk)).slice(-KEPT);
    });
    child.stdout.on('data', (chunk) => {
      message = (message + String(chunk)).slice(-KEPT);
      const line = message.split('\n').find((each) => each.startsWith('{"ready":true') && each.endsWith('}'));
      if (line === undefined) return;
      clearTimeout(timer);
      resolve((JSON.parse(line) as { url: string }).url);
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`it ended with ${code ?? 'a signal'}: ${complaints.trim()}`));
    });
  });
}

function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
