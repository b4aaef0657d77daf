/** Runs a script's exports in a Node of its own: Jest loads no ES modules. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** Runs a statement with a script's exports; answers what it gives, or the message of what it throws. */
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
