/** Help on custom functions while the user types them: read from the built bundle's JSDoc, as Sheets does. */
import type { FormulaHelp } from './protocol';

const BLOCK =
  /\/\*\*((?:(?!\*\/)[\s\S])*?@customfunction(?:(?!\*\/)[\s\S])*?)\*\/\s*function\s+([A-Za-z0-9_]+)\s*\(([^)]*)\)/g;

export function formulaHelp(code: string): FormulaHelp[] {
  return [...code.matchAll(BLOCK)].map(([, comment = '', name = '', params = '']) => {
    const lines = comment.split('\n').map((line) => line.replace(/^\s*\*\s?/, '').trim());
    const words = new Map<string, string>();
    for (const line of lines) {
      const param = /^@param\s+(?:\{[^}]*\}\s+)?\[?([A-Za-z0-9_]+)\]?\s*(.*)$/.exec(line);
      if (param !== null) words.set(param[1]!, param[2]!);
    }
    const summary = lines.filter((line) => line !== '' && !line.startsWith('@')).join(' ');
    return {
      name,
      summary,
      args: params
        .split(',')
        .map((arg) => arg.trim())
        .filter((arg) => arg !== '')
        .map((arg) => {
          const message = words.get(arg) ?? '';
          return {
            name: arg,
            words: message.replace(/\s*\(optional\)$/, ''),
            optional: message.endsWith('(optional)'),
          };
        }),
    };
  });
}
