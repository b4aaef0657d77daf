/** The gate of the build: what Apps Script would refuse, or take too long over. */
import { join } from 'node:path';
import { inModule } from './in-module';

const HELP = '/**\n * Gives one.\n * @customfunction\n */\n';
const STUB = `${HELP}function TT_ONE() {\n}`;

const LIB = JSON.stringify(join(__dirname, '../../scripts/lib.mjs'));
const READ = `(await import(${LIB})).load('sandbox/apps-script/src/platform/script.ts', 'script').readScript`;

const gate = (code: string) =>
  inModule(
    'scripts/gate.mjs',
    `module.gate(${JSON.stringify(code)}, [{ name: 'TT_ONE', formula: true }], ${READ}) ?? null`,
  ).thrown ?? '';

test('a bundle with a formula and its help passes', () => {
  expect(gate(STUB)).toBe('');
});

test.each([
  ['newer syntax', `${STUB}\nvar a = globalThis?.b;`, /Unexpected token/],
  ['a BigInt literal', `${STUB}\nvar a = 1n;`, /Identifier directly after number/],
  ['a service touched at load', `${STUB}\nSpreadsheetApp.flush();`, /touches SpreadsheetApp while it loads/],
  ['a formula without a function', HELP, /no top-level function/],
  ['a formula without its help', 'function TT_ONE() {}', /lost its help/],
  ['more than is loaded fast enough', `${STUB}\n// ${'x'.repeat(523 * 1024)}`, /bytes; at most/],
  [
    'work at load',
    `${STUB}\nvar t = []; for (var i = 0; i < 3e5; i++) t.push(Math.sqrt(i));`,
    /works [0-9]+ µs while it loads/,
  ],
])('%s is refused', (_name, code, message) => {
  expect(gate(code)).toMatch(message);
});
