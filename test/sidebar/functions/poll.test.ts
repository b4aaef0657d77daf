// Asking again while an answer is being made.

import { pollUntilDone } from '../../../sidebar/functions/poll';
import { CallFailure } from '../../../sidebar/server';
import type { CallError } from '../../../src/addon/interfaces/api';

const failure = (code: string, message: string, progress?: string) =>
  new CallFailure({
    code,
    message,
    transient: true,
    ...(progress ? { progress } : {}),
  } satisfies CallError);

/** Fails with each of `failures` in turn, then answers. */
function asking(failures: Error[]) {
  let calls = 0;
  return {
    calls: () => calls,
    ask: async () => {
      const next = failures[calls++];
      if (next) throw next;
      return 'made';
    },
  };
}

function patience() {
  const messages: string[] = [];
  const waited: number[] = [];
  let stopped = false;
  return {
    said: messages,
    waited,
    stop: () => {
      stopped = true;
    },
    by: {
      show: (words: string) => void messages.push(words),
      stopped: () => stopped,
      wait: async (ms: number) => void waited.push(ms),
    },
  };
}

test('repeats while PENDING, with its words and ever longer waits between 2 and 4 s', async () => {
  const pending = Array.from({ length: 8 }, (_f, i) =>
    failure('PENDING', `${i} of 8 edits read. Refresh to go on`, `${i} of 8 edits read`),
  );
  const { ask, calls } = asking(pending);
  const { by, said, waited } = patience();
  expect(await pollUntilDone(ask, by)).toBe('made');
  expect(calls()).toBe(9);
  expect(said).toEqual(Array.from({ length: 8 }, (_w, i) => `${i} of 8 edits read`));
  expect(waited[0]).toBe(2000);
  expect(Math.max(...waited)).toBe(4000);
  expect([...waited].sort((a, b) => a - b)).toEqual(waited);
});

test('a failure that names no progress is shown in its own words', async () => {
  const { by, said } = patience();
  const words = '2 of 9 pieces of the mesh are not there yet. Try again in some minutes';
  expect(await pollUntilDone(asking([failure('PENDING', words)]).ask, by)).toBe('made');
  expect(said).toEqual([words]);
});

test.each(['BUSY', 'COMPANION', 'TIMEOUT'])('%s is not waited for', async (code) => {
  const { ask, calls } = asking([failure(code, 'no')]);
  await expect(pollUntilDone(ask, patience().by)).rejects.toMatchObject({ error: { code } });
  expect(calls()).toBe(1);
});

test('what is not a failure of a call is thrown as it is', async () => {
  const { ask } = asking([new TypeError('x')]);
  await expect(pollUntilDone(ask, patience().by)).rejects.toThrow(TypeError);
});

test('stopped: no further question, and an answer or failure that comes late is dropped', async () => {
  const { by, stop, waited } = patience();
  const first = asking([failure('PENDING', 'later')]);
  expect(
    await pollUntilDone(async () => {
      stop();
      return first.ask();
    }, by),
  ).toBeNull();
  expect(waited).toEqual([]);
  const second = asking([]);
  expect(await pollUntilDone(second.ask, by)).toBeNull();
  expect(second.calls()).toBe(0);
});
