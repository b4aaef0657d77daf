/** `npm start` as people run it: it says where it is, serves the page, and ends when it or npm's shell is told to. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

interface Up {
  child: ChildProcess;
  origin: string;
  ended: Promise<number | null>;
}

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function up(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Up> {
  const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env } });
  children.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return new Promise((resolve, reject) => {
    let message = '';
    child.stderr.on('data', (chunk) => {
      message += chunk;
    });
    child.stdout.on('data', (chunk) => {
      message += chunk;
      const address = /http:\/\/127\.0\.0\.1:[0-9]+/.exec(message);
      if (address) resolve({ child, origin: address[0], ended });
    });
    void ended.then((code) => reject(new Error(`ended with ${code} before it was up: ${message}`)));
  });
}

const script = join('scripts', 'start.mjs');

test('serves the page with the built add-on, and ends with 0 on SIGTERM', async () => {
  const { child, origin, ended } = await up(process.execPath, [script, '--port', '0']);
  const page = await fetch(origin);
  expect(page.status).toBe(200);
  const state = await (await fetch(`${origin}/page/state`)).text();
  expect(state).toContain('"problem":""');
  expect(state).toContain('TT_CURRENT_ID');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('an unknown option is refused in words', async () => {
  await expect(up(process.execPath, [script, '--colour', 'red'])).rejects.toThrow(
    /ended with 1 [\s\S]*Unknown option '--colour'/,
  );
});

// npm runs scripts through a shell that dies of a signal without passing it on.
test('ends when the shell that npm put between is gone', async () => {
  const line = `"${process.execPath}" ${script} --port 0; true`;
  const { child, origin } = await up('sh', ['-c', line], { npm_lifecycle_event: 'start' });
  child.kill('SIGTERM');
  const gone = async () => {
    for (let tries = 0; tries < 50; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      const answer = await fetch(origin).catch(() => null);
      if (answer === null) return true;
    }
    return false;
  };
  expect(await gone()).toBe(true);
});
