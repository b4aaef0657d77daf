/** The companion beside the sandbox: its own command as a child process, told of this sandbox alone. */
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { CaveSandbox } from '@tracer-tools/cave';
import { VOLUMES } from '@tracer-tools/cave/stores/initial-objects';

export interface CompanionProcess {
  /** Its address once it is ready; rejects with a sentence that says why it is not. */
  url: Promise<string>;
  /** Ends it, ready or not. Resolves when the process has ended. */
  close(): Promise<void>;
}

/** What the child says of itself is kept to this, characters. */
const KEPT = 2000;
/** It builds itself where it is old, which takes seconds; ms. */
const PATIENCE = 120_000;

/** Its environment: who its callers are signed in with, and where it may write. */
function environment({ identity, storageToken }: CaveSandbox): NodeJS.ProcessEnv {
  return {
    ...process.env,
    TT_AUDIENCE: identity.audience,
    TT_STORAGE_TOKEN: storageToken,
    TT_WRITE_BUCKETS: VOLUMES,
    // The command then ends with us, however we end.
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
  return { url: addressOf(child), close: () => ended(child) };
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

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
