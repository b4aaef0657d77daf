/** What test files build, once for each run of the tests: in the run's folder, which goes with the run. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Returns a folder with what `build` put into it, in this test file or in another one of the run. */
export function builtOnce(name: string, build: (folder: string) => void): string {
  const folder = join(process.env.TEST_RUN_FOLDER!, 'shared', name);
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const next = mkdtempSync(`${folder}-`);
  build(next);
  try {
    renameSync(next, folder);
  } catch (error) {
    // Another worker built it at the same time.
    if (!existsSync(folder)) throw error;
    rmSync(next, { recursive: true });
  }
  return folder;
}
