/** `npm test` in a fresh clone of what is committed, once: it takes minutes. */
import { spawnSync } from 'node:child_process';
import { inClone, installPackages } from './install';
import { printRatios } from './ratio';

const GOAL_MS = 8 * 60_000;

export function suite(root: string): Promise<string[]> {
  return inClone(root, (clone) => {
    installPackages(clone);
    const started = performance.now();
    const { status, stdout } = spawnSync('npm', ['test'], {
      cwd: clone,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 1e9,
    });
    const ours = performance.now() - started;
    const said = (stdout.match(/^.*\bpassed\b.*$/gm) ?? []).at(-1)?.trim() ?? '';
    const missed = printRatios('suite', [
      {
        what: 'npm test',
        ours,
        work: [Number(/(\d[\d,]*) passed/.exec(said)?.[1]?.replaceAll(',', '') ?? 0), 'tests passed'],
        other: 'the goal',
        theirs: GOAL_MS,
        goal: 1,
        note: said,
      },
    ]);
    if (status !== 0) throw new Error(`npm test ended with ${status}:\n${stdout.slice(-3000)}`);
    return missed;
  });
}
