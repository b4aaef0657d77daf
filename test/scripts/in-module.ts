/** Runs a script's exports in a separate Node process, because Jest loads no ES modules. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** Runs a statement with a script's exports; returns its result, or the message of its error. */
export function inModule(path: string, expression: string): { value?: unknown; thrown?: string } {
  const code = `
    const module = await import(${JSON.stringify(join(ROOT, path))});
    try { console.log(JSON.stringify({ value: ${expression} })); }
    catch (error) { console.log(JSON.stringify({ thrown: error.message })); }
  `;
  const text = execFileSync(process.execPath, ['--input-type=module', '-'], {
    encoding: 'utf8',
    input: code,
  });
  return JSON.parse(text) as { value?: unknown; thrown?: string };
}
