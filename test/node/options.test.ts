import { parseOptions, wholeNumber } from '../../src/node/options';

const OPTIONS = {
  port: { type: 'string' },
  ids: { type: 'string', multiple: true },
  quiet: { type: 'boolean', default: false },
} as const;

test('values, repeated ones and switches; an option may be joined to its value', () => {
  expect({ ...parseOptions(['--ids', 'a', '--quiet', '--port=1', '--ids', 'b'], OPTIONS) }).toEqual({
    ids: ['a', 'b'],
    quiet: true,
    port: '1',
  });
  expect({ ...parseOptions([], OPTIONS) }).toEqual({ quiet: false });
});

test.each([
  [['--prot', '1'], "Unknown option '--prot': there are --port, --ids, --quiet"],
  [['-p'], "Unknown option '-p': there are"],
  [['1'], "Unexpected argument '1': there are"],
  [['--port'], "Option '--port <value>' argument missing: there are"],
  [['--port', '--quiet'], "Option '--port' argument is ambiguous: there are"],
  [['--quiet=1'], "Option '--quiet' does not take an argument: there are"],
])('%j is refused in one sentence with the options that there are', (argv, words) => {
  expect(() => parseOptions(argv, OPTIONS)).toThrow(words);
});

test('whole numbers', () => {
  expect([wholeNumber('port', '0'), wholeNumber('port', '65535', 65_535)]).toEqual([0, 65_535]);
  for (const text of ['', ' ', 'x', '-1', '1.5', '65536'])
    expect(() => wholeNumber('port', text, 65_535)).toThrow(`--port needs a whole number, not "${text}"`);
});
