/** Parts of the bench in processes of their own: one that fails, breaks or hangs leaves the others as they are. */
import { exitCode, type PartRun, runParts, stopParts, summary } from '../../bench/run-parts';

const PROGRAMS: Record<string, string> = {
  good: 'console.log("a row"); process.send({ missed: [] })',
  late: 'process.send({ missed: ["late, x: goal ≤ 1.0 MISSED"] })',
  throws: 'console.error("a row before"); throw new Error("no peer")',
  killed: 'process.kill(process.pid, "SIGKILL")',
  silent: 'console.log("no result")',
  // It leaves a child that would hold its output open.
  hangs: `require('child_process').spawn('sleep', ['60'], { stdio: 'inherit' }); setInterval(() => {}, 1000)`,
};

async function run(parts: string[], limitMs = 20_000): Promise<{ runs: PartRun[]; text: string }> {
  let text = '';
  const runs = await runParts(parts, {
    command: (part) => [process.execPath, '-e', PROGRAMS[part]!],
    write: (more) => {
      text += more;
    },
    limitMs: () => limitMs,
  });
  return { runs, text };
}

test('parts that fail are listed, the others run, and the exit code says so', async () => {
  const { runs, text } = await run(['throws', 'killed', 'silent', 'late', 'good']);
  expect(runs.map(({ part, failure }) => [part, failure])).toEqual([
    ['throws', 'ended with 1'],
    ['killed', 'ended by SIGKILL'],
    ['silent', 'it reported no result'],
    ['late', null],
    ['good', null],
  ]);
  expect(text).toContain('a row before');
  expect(text).toContain('throws FAILED: ended with 1');
  expect(text).toContain('a row\n');
  expect(exitCode(runs)).toBe(1);
  const told = summary(runs);
  expect(told).toContain('Goals missed:\nlate, x: goal ≤ 1.0 MISSED');
  expect(told).toContain('Parts that failed: throws, killed, silent');
});

test('a goal that was missed is a result: the exit code is 0', async () => {
  const { runs } = await run(['late']);
  expect(exitCode(runs)).toBe(0);
  expect(summary(runs)).toContain('Every part ended');
});

test('a part that does not end is ended with what it started, and the next one runs', async () => {
  const { runs } = await run(['hangs'], 400);
  expect(runs[0]!.failure).toBe('not done after 0.0 minutes');
  // Nothing is left to end.
  expect(stopParts).not.toThrow();
  expect((await run(['good'])).runs[0]!.failure).toBeNull();
});

test('a program that is not there', async () => {
  const runs = await runParts(['x'], {
    command: () => ['/no/such/program'],
    write: () => {},
    limitMs: () => 5000,
  });
  expect(runs[0]!.failure).toContain('ENOENT');
});
