/** npm run deploy against a stand-in of clasp that notes how it was called. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

function deploy(args: string[], state: { loggedIn?: boolean; create?: string } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-'));
  const log = join(folder, 'calls');
  const clasp = join(folder, 'clasp.mjs');
  writeFileSync(log, '');
  writeFileSync(
    clasp,
    `import { appendFileSync } from 'node:fs';
const args = process.argv.slice(2);
appendFileSync(${JSON.stringify(log)}, JSON.stringify(args) + '\\n');
if (args[0] === 'show-authorized-user') console.log('{"loggedIn": ${state.loggedIn ?? true}, "email": "ada@example.org"}');
if (args.includes('create-script')) console.log(${JSON.stringify(state.create ?? '{"scriptId":"SCRIPT","parentId":"SHEET"}')});
`,
  );
  const answer = spawnSync(process.execPath, [join(ROOT, 'scripts/deploy.mjs'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, TT_CLASP: clasp, CLASP_SCRIPT_ID: '' },
  });
  const calls = readFileSync(log, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as string[]);
  return { ...answer, calls };
}

test('without a script id nothing is pushed, and the two ways are named', () => {
  const { status, stderr, calls } = deploy([]);
  expect([status, calls]).toEqual([1, []]);
  expect(stderr).toContain('CLASP_SCRIPT_ID=<id> npm run deploy');
});

test('not logged in: nothing is made', () => {
  const { status, stderr, calls } = deploy(['--template'], { loggedIn: false });
  expect([status, calls.length]).toEqual([1, 1]);
  expect(stderr).toContain('npm run clasp -- login');
});

test('a template is a new spreadsheet with the add-on, and the address for copies', () => {
  const { status, stdout, calls } = deploy(['--template', 'Lab sheet']);
  expect(status).toBe(0);
  expect(calls[1]).toEqual(['--json', 'create-script', '--type', 'sheets', '--title', 'Lab sheet']);
  expect(calls[2]).toContain('push');
  expect(JSON.parse(readFileSync(join(ROOT, 'dist/.clasp.json'), 'utf8'))).toMatchObject({
    scriptId: 'SCRIPT',
    rootDir: 'addon',
  });
  expect(stdout).toContain('https://docs.google.com/spreadsheets/d/SHEET/copy');
});

test('what clasp refuses is said, and nothing is pushed', () => {
  const { status, stderr, calls } = deploy(['--template'], { create: 'quota exceeded' });
  expect(status).toBe(1);
  expect(stderr).toContain('quota exceeded');
  expect(calls).toHaveLength(2);
});
