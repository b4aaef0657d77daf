/** Size of the bundle and its load time: every call of a formula, menu or sidebar loads it again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { kilobytes, median, table } from './table';

const RUNS = 20;

/** `root` is the repository's folder, `limitBytes` what the build allows. */
export function bundle(root: string, limitBytes: number): string[] {
  const addon = join(root, 'dist', 'addon');
  const code = readFileSync(join(addon, 'Code.js'), 'utf8');
  const page = readFileSync(join(addon, 'Sidebar.html'));
  const took: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const context = vm.createContext({});
    // A different text each time, so that V8 does not reuse compiled code.
    const text = `${code}\n// ${i}`;
    const started = performance.now();
    new vm.Script(text).runInContext(context);
    took.push(performance.now() - started);
  }
  console.log('\nThe bundle\n');
  table(
    ['what', 'value', 'limit'],
    [
      ['Code.js, KB', kilobytes(Buffer.byteLength(code)), kilobytes(limitBytes)],
      ['Sidebar.html, KB', kilobytes(page.length), ''],
      [`load, ms (median of ${RUNS}, compile and run)`, median(took).toFixed(1), ''],
      ['load, ms (slowest)', Math.max(...took).toFixed(1), ''],
    ],
  );
  return [];
}
