/** Options of the scripts: what is wrong with them is a sentence. */
import { inModule } from './in-module';

const read = (argv: string[], positionals = false) =>
  inModule(
    'scripts/options.mjs',
    `module.readOptions(${JSON.stringify(argv)}, { port: { type: 'string', default: '1' }, quick: { type: 'boolean' } }, { positionals: ${positionals} })`,
  );

test('values, defaults and positional arguments', () => {
  expect(read(['--quick', 'a'], true).value).toMatchObject({
    values: { port: '1', quick: true },
    positionals: ['a'],
  });
  expect(read(['--port=2']).value).toMatchObject({ values: { port: '2' } });
});

test.each([
  [['--nope'], 'unknown option --nope; there are --port, --quick'],
  [['--port'], '--port needs a value; there are --port, --quick'],
  [['--port', '--quick'], '--port needs a value; there are --port, --quick'],
  [['--quick=1'], '--quick takes no value; there are --port, --quick'],
  [['a'], 'unknown argument a; there are --port, --quick'],
])('%j is refused in words', (argv, words) => {
  expect(read(argv).thrown).toBe(words);
});
