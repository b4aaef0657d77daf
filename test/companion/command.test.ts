/** The commands as they are run: the bundle starts, says so in one line, answers and ends; the deployment is printed. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './support/eventually';
import { makeIssuer } from './support/identity';
import { askAt, BANC, type LocalCave, localCave } from './support/service';

const ROOT = join(__dirname, '../..');
let cave: LocalCave;
let child: ChildProcess | null = null;
beforeAll(async () => {
  cave = await localCave();
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await cave.close();
});

test('npm run companion: ready in one line, a tool answered, ended by SIGTERM', async () => {
  const issuer = await makeIssuer();
  cave.first.push(({ path }) =>
    path === '/oauth2/v3/certs'
      ? {
          status: 200,
          headers: [['content-type', 'application/json']],
          body: Buffer.from(JSON.stringify(issuer.jwks)),
        }
      : null,
  );
  const started = spawn(
    process.execPath,
    ['scripts/companion.mjs', '--port', '0', '--sandbox', cave.origin],
    {
      cwd: ROOT,
      env: { ...process.env, TT_AUDIENCE: '' },
    },
  );
  child = started;
  let out = '';
  let log = '';
  started.stdout.on('data', (text) => {
    out += String(text);
  });
  started.stderr.on('data', (text) => {
    log += String(text);
  });
  await eventually(() => out.includes('\n'));
  const ready = JSON.parse(out) as { ready: boolean; port: number; url: string; version: string };
  expect(ready).toEqual({
    ready: true,
    port: expect.any(Number),
    url: `http://127.0.0.1:${ready.port}`,
    version: expect.stringMatching(/^[0-9]+\.[0-9]+\.[0-9]+$/),
  });
  const reply = await askAt(
    `${ready.url}/v1/tools/TT_IS_CURRENT`,
    { authorization: `Bearer ${await issuer.token()}`, 'x-cave-token': cave.cave.token },
    { server: cave.origin, datastack: BANC, ids: ['720575941473274509'], args: {} },
  );
  expect(reply.body).toMatchObject({ rows: [{ cells: [false] }] });
  const ended = new Promise((resolve) => started.once('exit', resolve));
  started.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(out.trim().split('\n')).toHaveLength(1);
  const lines = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { tool: string; status: number });
  expect(lines).toEqual([expect.objectContaining({ tool: 'check_seg_freshness', status: 200 })]);
  expect(readdirSync(join(ROOT, 'dist/companion')).sort()).toEqual([
    'THIRD-PARTY.txt',
    'draco_decoder.wasm',
    'main.cjs',
    'manifold.wasm',
    'worker.cjs',
  ]);
});

const dryRun = (...more: string[]): string =>
  execFileSync(
    process.execPath,
    [
      'scripts/deploy-companion.mjs',
      '--dry-run',
      '--project',
      'our-project',
      '--region',
      'europe-west1',
      '--audience',
      '1.apps.googleusercontent.com',
      '--allow',
      '@lab.example,guest@gmail.com',
      ...more,
    ],
    { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' },
  );

test('the deployment gives six rights, each on one thing, and shows no secret', () => {
  const text = dryRun('--write-buckets', 'our-lab');
  const rights = [
    ...text.matchAll(
      /gcloud (\S+ \S+ add-iam-policy-binding|secrets add-iam-policy-binding|\S+ add-iam-policy-binding) (\S+).* --role (\S+)/g,
    ),
  ];
  expect(rights.map(([, , on, role]) => `${role} on ${on}`).sort()).toEqual([
    'roles/cloudtasks.enqueuer on tracer-tools-companion',
    'roles/cloudtasks.enqueuer on tracer-tools-companion-parts',
    'roles/iam.serviceAccountUser on tracer-tools-tasks@our-project.iam.gserviceaccount.com',
    'roles/secretmanager.secretAccessor on tracer-tools-companion',
    'roles/storage.objectUser on gs://our-lab',
    'roles/storage.objectUser on gs://our-project-tracer-tools-companion-state',
  ]);
  expect(text).toContain('--min-instances 0');
  expect(text).toContain('--set-secrets TT_SECRET=');
  expect(text).not.toMatch(/TT_SECRET=[0-9a-f]{32}/);
});

test.each([
  [['--write-buckets', 'a b'], /--write-buckets: "a b"/],
  [['--allow', '*'], /--allow: "\*" is not e-mail/],
  [['--region', '$(reboot)'], /--region/],
  [['--nope', '1'], /unknown option --nope/],
])('%j is refused in words', (more, words) => {
  expect(() => dryRun(...more)).toThrow(words);
});
