/** Temporary files of a run: in its folder, which goes with it; what a run that was killed left goes with the next one. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const MODULE = join(__dirname, '../../scripts/run-folder.cjs');

/** Runs a script in a process of its own, whose folder for temporary files is `parent`. */
function run(parent: string, script: string): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', script], {
    env: { ...process.env, TMPDIR: parent, TMP: parent, TEMP: parent, MODULE },
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.trim();
}

const OPEN =
  "const { openRunFolder } = require(process.env.MODULE); const run = openRunFolder(); const os = require('os');";

test('this file has a folder of its own inside the run’s, for the programs that it starts too', () => {
  expect(dirname(tmpdir())).toBe(process.env.TEST_RUN_FOLDER);
  expect(basename(tmpdir())).toMatch(/^run-folder-/);
  const child = spawnSync(process.execPath, ['-p', 'os.tmpdir()'], { encoding: 'utf8' });
  expect(child.stdout.trim()).toBe(tmpdir());
});

test('what is written into it is gone in the end, and the folder is the system’s again', () => {
  const parent = mkdtempSync(join(tmpdir(), 'parent-'));
  const script = `${OPEN} require('fs').mkdtempSync(os.tmpdir() + '/deep-'); const inside = os.tmpdir(); run.close();
    console.log(JSON.stringify([inside, os.tmpdir()]));`;
  const [inside, after] = JSON.parse(run(parent, script)) as [string, string];
  expect(dirname(inside)).toBe(parent);
  expect(after).toBe(parent);
  expect(readdirSync(parent)).toEqual([]);
});

test('the folder of a run that was killed goes with the next; those that run or were just written, and other files, stay', () => {
  const parent = mkdtempSync(join(tmpdir(), 'parent-'));
  run(parent, `${OPEN} require('fs').writeFileSync(run.folder + '/left', ''); process.exit(0);`);
  const [abandoned] = readdirSync(parent) as [string];
  const recent = join(parent, 'tracertools-run-999999999-abc');
  mkdirSync(recent);
  const hourAgo = Date.now() / 1000 - 3600;
  utimesSync(join(parent, abandoned), hourAgo, hourAgo);
  const running = join(parent, `tracertools-run-${process.pid}-abc`);
  mkdirSync(running);
  utimesSync(running, hourAgo, hourAgo);
  writeFileSync(join(parent, 'other'), '');
  run(parent, `${OPEN} run.close();`);
  expect(existsSync(join(parent, abandoned))).toBe(false);
  expect(readdirSync(parent).sort()).toEqual(['other', basename(running), basename(recent)].sort());
});
