/**
 * A fresh clone of what is committed: `npm ci`, and `npm start` until its page is there, first without the add-on's
 * build and then with it. The clone is in the folder for temporary files.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { medianRatios, printRatios, type Ratio } from './ratio';

const GOAL_MS = { install: 20_000, start: 3000 };
const START_LIMIT_MS = 120_000;
const LOOK_MS = 25;

export async function install(root: string, times: number): Promise<string[]> {
  const runs: Ratio[][] = [];
  while (runs.length < times) runs.push(await inClone(root, freshClone));
  return printRatios('install', medianRatios(runs));
}

/** Runs work in a clone of the repository and removes it. */
export async function inClone<T>(root: string, work: (clone: string) => Promise<T> | T): Promise<T> {
  const clone = mkdtempSync(join(tmpdir(), 'bench-clone-'));
  try {
    execFileSync('git', ['clone', '--quiet', root, clone], { stdio: 'inherit' });
    return await work(clone);
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
}

/** `npm ci` in a clone; returns milliseconds. */
export function installPackages(clone: string): number {
  const started = performance.now();
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: clone,
    stdio: 'inherit',
  });
  return performance.now() - started;
}

async function freshClone(clone: string): Promise<Ratio[]> {
  return [
    row('npm ci', installPackages(clone), GOAL_MS.install),
    row('npm start to the first page, add-on not built', await firstPage(clone), GOAL_MS.start),
    row('npm start to the first page', await firstPage(clone), GOAL_MS.start),
  ];
}

const row = (what: string, ours: number, goalMs: number): Ratio => ({
  what,
  ours,
  work: [1, 'run'],
  other: 'the goal',
  theirs: goalMs,
  goal: 1,
});

/** Milliseconds from the start of `npm start` to the answer of its page. */
async function firstPage(clone: string): Promise<number> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn('npm', ['start', '--', '--port', String(port)], {
    cwd: clone,
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
  let ended: string | null = null;
  child.on('exit', (code) => {
    ended = `npm start ended with ${code}`;
  });
  try {
    for (;;) {
      const page = await fetch(`http://127.0.0.1:${port}/`).catch(() => null);
      if (page?.ok && (await page.text()).includes('<html')) return performance.now() - started;
      if (ended !== null) throw new Error(ended);
      if (performance.now() - started > START_LIMIT_MS) throw new Error('npm start served no page');
      await new Promise((resolve) => {
        setTimeout(resolve, LOOK_MS);
      });
    }
  } finally {
    if (ended === null) process.kill(-child.pid!, 'SIGKILL');
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
