/** What a person's terminal gets and a pipe, a dumb terminal or NO_COLOR does not: colour, and the line of progress. */
import { main } from '../../src/cli/main';
import { canRedraw, styled, type Terminal } from '../../src/cli/terminal';
import type { ToolOutput } from '../../src/tools/runner/run-tool';

const SEEN = { out: true, err: true };
const terminal = (more: Partial<Terminal>): Terminal => ({
  out: () => undefined,
  err: () => undefined,
  env: { TERM: 'xterm-256color' },
  stopped: Promise.resolve(),
  ...more,
});

/** Each case, and whether it has colour and may be drawn over. */
const CASES: [string, Partial<Terminal>, boolean, boolean][] = [
  ['a terminal', { looksAt: SEEN }, true, true],
  ['a terminal without a name', { looksAt: SEEN, env: {} }, true, true],
  ['NO_COLOR', { looksAt: SEEN, env: { NO_COLOR: '1', TERM: 'xterm' } }, false, true],
  ['NO_COLOR=0', { looksAt: SEEN, env: { NO_COLOR: '0' } }, false, true],
  ['an empty NO_COLOR', { looksAt: SEEN, env: { NO_COLOR: '' } }, true, true],
  ['a dumb terminal', { looksAt: SEEN, env: { TERM: 'dumb' } }, false, false],
  ['a pipe', { looksAt: { out: false, err: false } }, false, false],
  ['nobody', {}, false, false],
];

test.each(CASES)('%s', (_name, more, hasColor, redraws) => {
  for (const stream of ['out', 'err'] as const) {
    const text = styled(terminal(more), stream, 'error')('x');
    expect(text).toBe(hasColor ? '\u001b[31mx\u001b[0m' : 'x');
  }
  expect(canRedraw(terminal(more))).toBe(redraws);
});

test('each stream is looked at by itself: an answer piped on leaves errors coloured', () => {
  const half = terminal({ looksAt: { out: false, err: true } });
  expect([styled(half, 'out', 'heading')('x'), styled(half, 'err', 'heading')('x')]).toEqual([
    'x',
    '\u001b[1mx\u001b[0m',
  ]);
});

interface Written {
  code: number;
  out: string;
  err: string;
}

async function run(argv: string[], more: Partial<Terminal>): Promise<Written> {
  const written = { out: '', err: '' };
  const code = await main(
    argv,
    terminal({
      out: (text) => {
        written.out += text;
      },
      err: (text) => {
        written.err += text;
      },
      ...more,
    }),
  );
  return { code, ...written };
}

const plain = (text: string): string => text.replaceAll(/\p{Cc}\[[0-9;]*m/gu, '');
const COMMANDS = [['--help'], ['help', 'bucket_list'], ['get_seg_mesh', '-h'], ['no_such_function'], []];

test.each(COMMANDS)('%s %s: colour changes no word, and only a terminal gets it', async (...argv) => {
  const words = await run(argv, {});
  expect(words.out + words.err).not.toContain('\u001b');
  for (const [name, more, hasColor] of CASES) {
    const { code, out, err } = await run(argv, more);
    expect([name, code, plain(out), plain(err).replace(/^.*--help tells what it takes\n/m, '')]).toEqual([
      name,
      words.code,
      words.out,
      words.err,
    ]);
    expect([name, (out + err).includes('\u001b')]).toEqual([name, hasColor]);
  }
});

describe('progress', () => {
  beforeEach(() => jest.useFakeTimers({ now: 0 }));
  afterEach(() => jest.useRealTimers());

  /** Work of three seconds. */
  const answer: Terminal['answer'] = async (_question, { progress }): Promise<ToolOutput> => {
    for (let done = 0; done <= 3; done++) {
      progress({ done, total: 3, words: 'ids' });
      jest.advanceTimersByTime(1000);
    }
    return { header: ['id', 'current'], rows: [['720575941473274509', true]], files: [], link: '' } as never;
  };
  const ARGV = ['check_seg_freshness', '720575941473274509'];

  test.each(CASES)('%s', async (_name, more, _hasColor, redraws) => {
    const { code, out, err } = await run(ARGV, { ...more, answer });
    expect([code, out]).toEqual([0, '720575941473274509\ttrue\n']);
    if (redraws) {
      expect(err).toMatch(/\rcheck_seg_freshness · 2 of 3 ids · [0-9.]+\/min · [12] s left/);
      expect(err.endsWith('\r\u001b[K')).toBe(true);
    } else expect(err).toBe('');
    expect((await run([...ARGV, '--quiet'], { ...more, answer })).err).toBe('');
  });
});
