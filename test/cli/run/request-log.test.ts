import { loggedDriver, shownUrl } from '../../../src/cli/run/request-log';
import { type HttpReply, type HttpRequest, noReply } from '../../../src/http/request';

const TOKEN = 'a'.repeat(32);

test.each([
  ['https://cave.example/x?timestamp=5', 'https://cave.example/x?timestamp=5'],
  [`https://cave.example/x?middle_auth_token=${TOKEN}`, 'https://cave.example/x?middle_auth_token=hidden'],
  [`https://cave.example/${TOKEN}/x`, 'https://cave.example/hidden/x'],
  [
    'https://b.example/o?X-Amz-Signature=00ff&X-Amz-Credential=me&a=1',
    'https://b.example/o?X-Amz-Signature=hidden&X-Amz-Credential=hidden&a=1',
  ],
  ['https://me:secret@cave.example/x#token=1', 'https://cave.example/x'],
])('%s is shown without what gives access', (url, shown) => {
  expect(shownUrl(url)).toBe(shown);
});

test('each request is told once it has ended, with its size and time, and no header of it', async () => {
  let clock = 0;
  const reply: HttpReply = { status: 200, headers: {}, text: () => 'x', bytes: () => new Uint8Array(1234) };
  const driver = {
    send: async (requests: HttpRequest[]) => {
      clock += 40;
      return requests.map(({ url }) => (url.endsWith('gone') ? noReply('network') : reply));
    },
    sleep: async () => undefined,
  };
  const messages: string[] = [];
  const request = (url: string): HttpRequest => ({
    method: 'GET',
    url,
    route: '',
    idempotent: true,
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  const logged = loggedDriver(
    driver,
    () => clock,
    (line) => messages.push(line),
  );
  expect(await logged.send([request('https://a.example/one')])).toEqual([reply]);
  await logged.send([request('https://a.example/gone')]);
  expect(messages).toEqual([
    'GET https://a.example/one 200, 1,234 bytes, 40 ms',
    'GET https://a.example/gone no answer (network), 40 ms',
  ]);
});
