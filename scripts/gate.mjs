// Rejects a bundle that Apps Script would reject or load slowly: newer syntax, work while loading, a formula without
// its stub or help.
import vm from 'node:vm';

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
/** It is measured this many times at most; after these, only while it seems too long. */
const LOADS = 7;
const ENOUGH = 3;

const isShort = ({ compile, run }) => run <= Math.max(LEAST_LOAD, compile * LOAD_SHARE);

/** Processor time in microseconds: independent of other programs on the machine. */
function cpuTime(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Time to compile and run the bundle as in a cold call: the best of several. */
function loadTimes(code) {
  const best = { compile: Infinity, run: Infinity };
  for (let i = 0; i < LOADS && !(i >= ENOUGH && isShort(best)); i++) {
    const globals = vm.createContext(Object.create(null));
    let script;
    // A different text each time, so that V8 does not reuse compiled code.
    const compile = cpuTime(() => (script = new vm.Script(`${code}\n// ${i}`)));
    const run = cpuTime(() => script.runInContext(globals));
    best.compile = Math.min(best.compile, compile);
    best.run = Math.min(best.run, run);
  }
  return best;
}

/** Throws an Error with a sentence for the first problem. `readScript` is the Apps Script sandbox's. */
export function gate(code, names, readScript) {
  const bytes = Buffer.byteLength(code);
  if (bytes > BUNDLE_BYTES)
    throw new Error(`the bundle has ${bytes} bytes; at most ${BUNDLE_BYTES} load fast enough`);
  readScript(code);
  const globals = vm.createContext(Object.create(null));
  for (const service of SERVICES) {
    Object.defineProperty(globals, service, {
      get() {
        throw new Error(`the bundle touches ${service} while it loads: the menu would disappear`);
      },
    });
  }
  vm.runInContext(code, globals);
  const times = loadTimes(code);
  if (!isShort(times)) {
    throw new Error(
      `the bundle works ${times.run} µs while it loads, and ${times.compile} µs are what it takes to compile it`,
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
