/**
 * The Dockerfile's first stage has all files that the build of the companion reads: `npm run test:long` builds with
 * them, `npm test` loads the script.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LONG } from '../../workbench/long';

const ROOT = join(__dirname, '..', '..');

test('the companion builds from what the Dockerfile copies', () => {
  const folder = mkdtempSync(join(tmpdir(), 'docker-'));
  const [, stage = ''] = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').split(/^FROM /m);
  const sentToDocker = [...readFileSync(join(ROOT, '.dockerignore'), 'utf8').matchAll(/^!(.+)$/gm)].map(
    ([, path]) => path,
  );
  for (const [, words = ''] of stage.matchAll(/^COPY (.+)$/gm)) {
    const sources = words.trim().split(/\s+/);
    const to = sources.pop() ?? '';
    for (const source of sources) expect(sentToDocker).toContain(source);
    for (const source of sources) {
      const target = to.endsWith('/') ? join(folder, to, source.split('/').pop() ?? '') : join(folder, to);
      cpSync(join(ROOT, source), target, { recursive: true });
    }
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const [script = '', ...options] = /^RUN node (.+)$/m.exec(stage)?.[1]?.split(' ') ?? [];
  const argv = LONG ? [script, ...options] : ['--eval', `import('./${script}')`];
  execFileSync(process.execPath, argv, { cwd: folder });
  if (!LONG) return;
  for (const name of ['main.cjs', 'worker.cjs', 'manifold.wasm'])
    expect(existsSync(join(folder, 'dist', 'companion', name))).toBe(true);
});
