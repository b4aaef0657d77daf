import { asCallError, CallFailure, call } from '../../sidebar/server';

type Handler = (value: unknown) => void;
interface Sent {
  name: string;
  args: string;
  answer: Handler;
  fail: Handler;
}

let sent: Sent[] = [];

function runner(answer: Handler, fail: Handler): unknown {
  return {
    withSuccessHandler: (next: Handler) => runner(next, fail),
    withFailureHandler: (next: Handler) => runner(answer, next),
    ttCall: (name: string, args: string) => void sent.push({ name, args, answer, fail }),
  };
}

const ok = (value: unknown) => JSON.stringify({ ok: true, value });
const settle = () => new Promise((resolve) => setImmediate(resolve));
const refusal = (promise: Promise<unknown>) => promise.then(() => null, asCallError);

beforeEach(() => {
  sent = [];
  const nothing = () => undefined;
  Object.assign(globalThis, { google: { script: { run: runner(nothing, nothing) } } });
});

test('arguments travel as a JSON array, the answer as an envelope', async () => {
  const pending = call('setFormulas', true);
  await settle();
  expect(sent[0]).toMatchObject({ name: 'setFormulas', args: '[true]' });
  sent[0]!.answer(ok({ server: 's' }));
  expect(await pending).toEqual({ server: 's' });
});

test('an error keeps its code, link and remedy', async () => {
  const error = {
    code: 'TERMS',
    message: 'Accept the terms.',
    transient: false,
    link: 'https://example.org/tos',
  };
  const reply = refusal(call('whoAmI'));
  await settle();
  sent[0]!.answer(JSON.stringify({ ok: false, error }));
  expect(await reply).toEqual(error);
});

test('an execution that dies is a passing failure that says why', async () => {
  const pending = refusal(call('whoAmI'));
  await settle();
  sent[0]!.fail(new Error('Exceeded maximum execution time'));
  expect(await pending).toMatchObject({
    code: 'DOWN',
    transient: true,
    message: 'The add-on did not finish: Exceeded maximum execution time',
  });
});

test.each([null, undefined, '', '<html>', '3', '{}', 'null'])('%j is no answer', async (answer) => {
  const pending = refusal(call('whoAmI'));
  await settle();
  sent[0]!.answer(answer);
  expect((await pending)?.message).toBe('The add-on did not finish: the answer could not be read');
});

test('calls of one concern wait for each other, also after a failure', async () => {
  const first = refusal(call('stepJob', 'j'));
  const second = call('job');
  await settle();
  expect(sent.map((each) => each.name)).toEqual(['stepJob']);
  sent[0]!.fail(new Error('killed'));
  await first;
  await settle();
  expect(sent.map((each) => each.name)).toEqual(['stepJob', 'job']);
  sent[1]!.answer(ok(null));
  expect(await second).toBeNull();
});

test('Cancel is sent while a step is under way', async () => {
  const step = call('stepJob', 'j');
  const cancelled = call('cancelJob', 'j');
  await settle();
  expect(sent.map((each) => each.name)).toEqual(['stepJob', 'cancelJob']);
  for (const each of sent) each.answer(ok({}));
  await Promise.all([step, cancelled]);
});

test('silence ends in words, and a late answer changes nothing', async () => {
  jest.useFakeTimers();
  try {
    const pending = refusal(call('selection'));
    await jest.advanceTimersByTimeAsync(30_000);
    expect(await pending).toEqual({
      code: 'TIMEOUT',
      message: 'No answer from the add-on in 30 s. Try again.',
      transient: true,
    });
    sent[0]!.answer(ok({}));
  } finally {
    jest.useRealTimers();
  }
});

test('anything thrown can be shown', () => {
  expect(asCallError(new Error('x'))).toMatchObject({ message: 'x', transient: false });
  expect(asCallError('y').message).toBe('y');
  expect(new CallFailure({ code: 'A', message: 'm', transient: true }).message).toBe('m');
});
