import { OPTION_WORDS, OPTIONS_OF, readWords, SANDBOX, verbOf } from '../../src/cli/options';

test('the verb may stand behind options; help and version are seen wherever they stand', () => {
  expect(verbOf(['--datastack', 'a', 'get_config'])).toEqual({
    verb: 'get_config',
    help: false,
    version: false,
  });
  expect(verbOf(['get_config', '-h'])).toMatchObject({ verb: 'get_config', help: true });
  expect(verbOf(['--version'])).toEqual({ verb: '', help: false, version: true });
  expect(verbOf([])).toMatchObject({ verb: '' });
});

test('values joined or apart, short names, repeated columns; a number below 0 is no option', () => {
  const { options, positionals } = readWords(
    [
      'f',
      '--format=csv',
      '-o',
      'a.csv',
      '--column',
      'x',
      '--column',
      'p=y',
      '-10,20,30',
      '-q',
      '--',
      '--odd',
    ],
    'function',
  );
  expect({ ...options }).toEqual({ format: 'csv', out: 'a.csv', column: ['x', 'p=y'], quiet: true });
  expect(positionals).toEqual(['f', '-10,20,30', '--odd']);
});

test.each([
  [['f', '--sandbox'], SANDBOX, ['f']],
  [['f', '--sandbox', '720575941609391725'], SANDBOX, ['f', '720575941609391725']],
  [['f', '--sandbox', 'http://127.0.0.1:99', 'x'], 'http://127.0.0.1:99', ['f', 'x']],
  [['f', '--sandbox', 'localhost:99'], 'localhost:99', ['f']],
  [['f', '--sandbox=127.0.0.1:99'], '127.0.0.1:99', ['f']],
  [['f', '--', '--sandbox'], undefined, ['f', '--sandbox']],
] as const)('%j: the sandbox at %s', (argv, sandbox, positionals) => {
  expect(readWords(argv, 'function')).toEqual({
    options: expect.objectContaining(sandbox ? { sandbox } : {}),
    positionals,
  });
});

test.each([
  [['f', '--fromat', 'csv'], 'function', /^there is no option --fromat: did you mean --format\?$/],
  [['f', '--xyzzy'], 'function', /^Unknown option '--xyzzy': there are --datastack, /],
  [['f', '--port', '1'], 'function', /^--port is no option of this command/],
  [['f', '--bogus', '--port=18555'], 'server', /^Unknown option '--bogus': there are --port/],
  [['f', '--out', 'a'], 'server', /^--out is no option of this command/],
  [['f', '--force=yes'], 'function', /does not take an argument/],
  [['f', '--out'], 'function', /argument missing/],
  [['f', '--out', '--json'], 'function', /ambiguous/],
  [['f', '-x'], 'function', /^Unknown option '-x'/],
  [['f', '-q', '-q'], 'function', /--quiet is given twice/],
] as const)('%j for a %s is refused', (argv, kind, words) => {
  expect(() => readWords(argv, kind)).toThrow(words);
});

test('every option that some command takes has its words', () => {
  for (const names of Object.values(OPTIONS_OF))
    for (const name of names) expect(OPTION_WORDS[name].words).not.toBe('');
});
