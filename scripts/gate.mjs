// Rejects a bundle that Apps Script would reject or load slowly: newer syntax, work while loading, a formula without
// its stub or help.
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

/** Each formula, menu item and sidebar call loads the whole bundle. */
export const BUNDLE_BYTES = 523 * 1024;

/** Longest time to run the bundle, as a share of the processor time to compile it. Measured: an eighth. */
const LOAD_SHARE = 0.5;
/** Shorter times (µs) are not judged: a bundle of a few lines compiles faster than the clock can measure. */
const LEAST_LOAD = 2000;
const LOADS = 7;

/** Processor time in microseconds: independent of other programs on the machine. */
function cpuTime(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Time to compile and run the bundle as in a cold call: the best of several. */
function loadTimes(code) {
  const compile = [];
  const run = [];
  for (let i = 0; i < LOADS; i++) {
    const globals = vm.createContext(Object.create(null));
    let script;
    // A different text each time, so that V8 does not reuse compiled code.
    compile.push(cpuTime(() => (script = new vm.Script(`${code}\n// ${i}`))));
    run.push(cpuTime(() => script.runInContext(globals)));
  }
  return { compile: Math.min(...compile), run: Math.min(...run) };
}

/** Throws an Error with a sentence for the first problem. */
export function gate(code, names) {
  const bytes = Buffer.byteLength(code);
  if (bytes > BUNDLE_BYTES)
    throw new Error(`the bundle has ${bytes} bytes; at most ${BUNDLE_BYTES} load fast enough`);
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
  const { compile, run } = loadTimes(code);
  if (run > Math.max(LEAST_LOAD, compile * LOAD_SHARE)) {
    throw new Error(
      `the bundle works ${run} µs while it loads, and ${compile} µs are what it takes to compile it`,
    );
  }
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
