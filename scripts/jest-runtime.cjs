// Jest compiles every module again for every test file. Here a worker compiles a module once and runs it in each file's
// context: functions that ran before keep their bytecode.
const { Script } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

/**
 * A test's context looks each global name up through a call into C++: Math.floor in a loop takes 80 times as long. What
 * the language itself defines is read once for each module; a clock and a console may be replaced by a test.
 */
const REPLACED = ['Date', 'console', 'globalThis', 'undefined', 'eval'];
const INTRINSICS = new Script('Object.getOwnPropertyNames(globalThis)')
  .runInNewContext()
  .filter((name) => !REPLACED.includes(name));

/**
 * Loaded once for each worker, by Node itself: the first starts a process that serves until the worker ends, the others
 * are large and keep nothing of the test that uses them.
 */
const LOADED_ONCE = new Set(['apache-arrow', 'axe-core', 'esbuild', 'fastify', 'playwright-core']);

/** By file name; the source decides whether the script still fits (a changed file while jest watches). */
const compiled = new Map();

function scriptOf(source, filename, parameters) {
  const known = compiled.get(filename);
  if (known?.source === source) return known.script;
  const head = `(function () { const { ${INTRINSICS} } = globalThis; return function (${parameters}) {`;
  const script = new Script(`${head}${source}\n}; })()`, { filename, columnOffset: -head.length });
  compiled.set(filename, { source, script });
  return script;
}

module.exports = class extends Runtime {
  constructor(config, environment, resolver, transformer, cache, coverage, ...others) {
    super(config, environment, resolver, transformer, cache, coverage, ...others);
    // Coverage counts by place in the source of a function that Jest compiles.
    if (coverage.collectCoverage) return;
    const compileAlone = this.executor.compile.bind(this.executor);
    this.executor.compile = (source, filename) => {
      const context = environment.getVmContext();
      if (context === null) return null;
      try {
        return scriptOf(source, filename, this.executor.injectedModuleParameters).runInContext(context);
      } catch {
        // Jest explains what is wrong with the source.
        return compileAlone(source, filename);
      }
    };
  }

  requireModuleOrMock(from, name) {
    return LOADED_ONCE.has(name) ? require(name) : super.requireModuleOrMock(from, name);
  }
};
