// Runs the companion's columns over an emulator of Cloud Tasks: test/peers/tasks-judge.ts.
import { join } from 'node:path';
import { freshCompanion } from './companion.mjs';
import { bundleForNode, ROOT, run } from './lib.mjs';
import { goTool } from './store-servers.mjs';

export function judgeTasks(python) {
  const { path, why } = goTool('cloud-tasks-emulator');
  if (path === undefined) {
    console.log(`columns over a Cloud Tasks emulator skipped: ${why}`);
    return 0;
  }
  const judge = bundleForNode('test/peers/tasks-judge.ts', 'tasks-judge');
  const bridge = join(ROOT, 'test/peers/tasks_bridge.py');
  return run(process.execPath, [judge, path, python, bridge, freshCompanion()]);
}
