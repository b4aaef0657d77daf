/** The recorded driver: replies by request, text and bytes alike, failures without a status. */
import { recordedDriver, toReply } from '../../../src/http/drivers/recorded';
import { type HttpRequest, noReply } from '../../../src/http/request';

const request: HttpRequest = { method: 'GET', url: 'a', idempotent: true, route: 'test' };

test('keeps what was asked and how long was slept', () => {
  const driver = recordedDriver((incoming, index) => ({ body: `${incoming.url}${index}` }));
  expect(driver.send([request, request]).map((reply) => reply.text())).toEqual(['a0', 'a1']);
  driver.sleep(40);
  expect([driver.sent, driver.slept]).toEqual([[request, request], [40]]);
});

test('a body is text or bytes, and reads as both', () => {
  expect([...toReply({ body: 'ab' }).bytes()]).toEqual([97, 98]);
  expect(toReply({ body: new TextEncoder().encode('≈ é 🧠') }).text()).toBe('≈ é 🧠');
  expect(toReply({})).toMatchObject({ status: 200, headers: {} });
});

test('a failure has no status and no body', () => {
  expect(toReply({ failure: 'cut', status: 200 })).toMatchObject({ status: 0, failure: 'cut' });
  const reply = noReply('timeout', 'after 60 s');
  expect([reply.status, reply.detail, reply.text(), reply.bytes().length]).toEqual([0, 'after 60 s', '', 0]);
});
