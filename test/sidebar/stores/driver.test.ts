/** The page's driver: an execution that ended without an answer, a refusal, Hold, and Cancel that still gives up uploads. */
import { CallFailure } from '../../../sidebar/call-failure';
import { RunControl } from '../../../sidebar/stores/control';
import { runHere } from '../../../sidebar/stores/driver';
import type { StoreReply, StoreRequest } from '../../../src/addon/interfaces/files-api';
import type { HttpRequest } from '../../../src/http/request';
import { replyTo } from '../../../src/http/work';

const GET: HttpRequest = { method: 'GET', url: 'https://h/a', idempotent: true, route: 'a', raw: true };
const OK: StoreReply = { status: 200, headers: {}, base64: 'aGk=' };
const failing = (transient: boolean) =>
  new CallFailure({ code: transient ? 'DOWN' : 'PERMISSION', message: 'no', transient });
const sleep = async () => undefined;

test('an execution that was killed is asked again; a refusal is not, and keeps its code', async () => {
  let calls = 0;
  const send = async () => {
    if (++calls < 3) throw failing(true);
    return [OK];
  };
  const reply = await runHere(replyTo(GET), { send, sleep });
  expect([calls, reply.text()]).toEqual([3, 'hi']);
  const refused = runHere(replyTo(GET), { send: () => Promise.reject(failing(false)), sleep });
  await expect(refused).rejects.toMatchObject({ code: 'PERMISSION', message: 'no' });
});

test('bodies travel as text or base64', async () => {
  const seen: StoreRequest[] = [];
  const send = async (requests: StoreRequest[]) => {
    seen.push(...requests);
    return requests.map(() => OK);
  };
  await runHere(replyTo({ ...GET, method: 'PUT', body: Uint8Array.of(0, 255) }), { send, sleep });
  await runHere(replyTo({ ...GET, method: 'POST', body: 'ü' }), { send, sleep });
  expect(seen).toMatchObject([{ base64: 'AP8=' }, { text: 'ü' }]);
});

test('held, nothing is sent; cancelled, only what gives up an upload', async () => {
  const control = new RunControl();
  const seen: string[] = [];
  const send = async (requests: StoreRequest[]) => {
    seen.push(...requests.map(({ method }) => method));
    return requests.map(() => OK);
  };
  control.pause();
  const waiting = runHere(replyTo(GET), { send, sleep, control });
  await Promise.resolve();
  expect(seen).toEqual([]);
  control.resume();
  expect((await waiting).status).toBe(200);
  control.stop();
  expect((await runHere(replyTo(GET), { send, sleep, control })).failure).toBe('cancelled');
  expect((await runHere(replyTo({ ...GET, method: 'DELETE' }), { send, sleep, control })).status).toBe(200);
  expect(seen).toEqual(['GET', 'DELETE']);
});
