// What Apps Script would refuse, refused here: newer syntax, work at load, a formula without its stub or help.
import vm from 'node:vm';
import { parse } from 'acorn';

const SERVICES = [
  'SpreadsheetApp',
  'PropertiesService',
  'CacheService',
  'LockService',
  'UrlFetchApp',
  'Utilities',
  'HtmlService',
  'ScriptApp',
  'Session',
  'MailApp',
  'Logger',
  'DriveApp',
];

/** Every formula, menu item and sidebar call loads all of it anew. */
const BYTES = 400 * 1024;

/** Throws a sentence for the first fault found. */
export function gate(code, names) {
  const bytes = Buffer.byteLength(code);
  if (bytes > BYTES) throw new Error(`the bundle has ${bytes} bytes; at most ${BYTES} load fast enough`);
  parse(code, { ecmaVersion: 2019, sourceType: 'script' });
  const globals = vm.createContext(Object.create(null));
  for (const service of SERVICES) {
    Object.defineProperty(globals, service, {
      get() {
        throw new Error(`the bundle touches ${service} while it loads: the menu would disappear`);
      },
    });
  }
  vm.runInContext(code, globals);
  for (const { name, formula } of names) {
    const stub = new RegExp(`function ${name}\\(`).exec(code);
    if (!stub) throw new Error(`${name} has no top-level function in the bundle`);
    if (typeof vm.runInContext(name, globals) !== 'function') throw new Error(`${name} is not a function`);
    const above = code.slice(0, stub.index).trimEnd();
    const block = above.slice(above.lastIndexOf('/**'));
    if (formula && !(above.endsWith('*/') && block.includes('@customfunction'))) {
      throw new Error(`${name} has lost its help: it would not appear in autocompletion`);
    }
  }
}
