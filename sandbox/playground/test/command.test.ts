/** `npm run sandbox` as a process: one line of JSON when it is ready, an answer at its address, an end by SIGTERM. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '../../..');
let folder: string;
let entry: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'playground-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  entry = join(folder, 'command.cjs');
  buildSync({
    entryPoints: [join(ROOT, 'sandbox/playground/src/command.ts')],
    outfile: entry,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['esbuild', 'draco3d'],
    logLevel: 'error',
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the process printed up to the first whole line of standard output, or to its end. */
function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    child.stdout!.on('data', (chunk) => {
      text += String(chunk);
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.on('exit', () => resolve(text));
  });
}

const exitCode = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    child.on('exit', (code) => resolve(code));
  });

test('one line says where it answers; SIGTERM ends it', async () => {
  const child = spawn(process.execPath, [entry, '--port', '0', '--no-companion'], { cwd: ROOT });
  const end = exitCode(child);
  const ready = JSON.parse(await firstLine(child)) as { ready: boolean; global: string; token: string };
  expect(ready.ready).toBe(true);
  const who = await fetch(`${ready.global}/auth/api/v1/user/cache`, {
    headers: { authorization: `Bearer ${ready.token}` },
  });
  expect(who.status).toBe(200);
  child.kill('SIGTERM');
  expect(await end).toBe(0);
});

test('an unknown option is refused in a sentence', async () => {
  const child = spawn(process.execPath, [entry, '--bogus'], { cwd: ROOT });
  const end = exitCode(child);
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  expect(await end).toBe(1);
  expect(errors).toContain('--bogus');
});
