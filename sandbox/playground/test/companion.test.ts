/** The companion's child process: ready, refused, ended. A small command stands for the companion's own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CaveSandbox, createCaveSandbox } from '@tracer-tools/cave';
import { startCompanion } from '../src/companion';

const ORIGIN = 'http://127.0.0.1:9';
let folder: string;
let sandbox: CaveSandbox;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'companion-'));
  sandbox = createCaveSandbox({ origin: ORIGIN });
});
afterAll(() => rmSync(folder, { recursive: true }));

function command(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

test('it is told of this sandbox, and its line gives the address', async () => {
  const text = `
    const { TT_AUDIENCE, TT_STORAGE_TOKEN, TT_WRITE_BUCKETS } = process.env;
    const told = [...process.argv.slice(2), TT_AUDIENCE, TT_STORAGE_TOKEN, TT_WRITE_BUCKETS].join(' ');
    process.stdout.write('{"ready":true,');
    setTimeout(() => process.stdout.write('"url":' + JSON.stringify(told) + '}\\n'), 50);
    setInterval(() => {}, 1000);
    process.on('SIGTERM', () => process.exit(0));`;
  const companion = startCompanion(sandbox, ORIGIN, folder, command('good.cjs', text));
  const { identity, storageToken } = sandbox;
  expect(await companion.url).toBe(
    `--port 0 --sandbox ${ORIGIN} ${identity.audience} ${storageToken} tracer-volumes`,
  );
  await companion.close();
  await companion.close();
});

test('one that ends says why', async () => {
  const text = `process.stderr.write('TT_SECRET needs at least 32 characters\\n'); process.exit(1);`;
  const file = command('bad.cjs', text);
  await expect(startCompanion(sandbox, ORIGIN, folder, file).url).rejects.toThrow(
    'it ended with 1: TT_SECRET needs at least 32 characters',
  );
});

test('none at all is said', async () => {
  const none = startCompanion(sandbox, ORIGIN, folder);
  await expect(none.url).rejects.toThrow('scripts/companion.mjs is missing');
  await none.close();
});

test('one that is not ready yet can be ended', async () => {
  const companion = startCompanion(
    sandbox,
    ORIGIN,
    folder,
    command('slow.cjs', 'setInterval(() => {}, 1000);'),
  );
  const failure = expect(companion.url).rejects.toThrow('it ended with a signal');
  await companion.close();
  await failure;
});
