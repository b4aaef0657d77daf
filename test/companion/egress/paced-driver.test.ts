/** The driver that keeps the paces of hosts, on a clock of the test. */
import { type HostPaces, slowed } from '../../../src/companion/egress/host-pace';
import { pacedDriver } from '../../../src/companion/egress/paced-driver';
import { toReply } from '../../../src/http/drivers/recorded';
import type { HttpRequest } from '../../../src/http/request';

const request = (host: string): HttpRequest => ({
  method: 'GET',
  url: `https://${host}/x`,
  idempotent: true,
  route: 'x',
});

function world(replyOf: (host: string, n: number) => { status: number; headers?: Record<string, string> }) {
  let clock = 0;
  let n = 0;
  let paces: HostPaces = {};
  const sent: { host: string; at: number; active: number }[] = [];
  const active = new Map<string, number>();
  const inner = {
    async send([each]: HttpRequest[]) {
      const { host } = new URL(each!.url);
      active.set(host, (active.get(host) ?? 0) + 1);
      sent.push({ host, at: clock, active: active.get(host)! });
      await new Promise((resolve) => setImmediate(resolve));
      active.set(host, active.get(host)! - 1);
      return [toReply({ body: '', ...replyOf(host, n++) })];
    },
    async sleep(ms: number) {
      clock += ms;
    },
  };
  const driver = pacedDriver(inner, {
    now: () => clock,
    paces: () => paces,
    refused: (host, seconds) => {
      paces = { ...paces, [host]: slowed(paces[host], seconds, clock) };
    },
  });
  const slow = (more: HostPaces): void => {
    paces = more;
  };
  return { driver, sent, slow };
}

test('a host that refuses is left alone for as long as it says, others are not', async () => {
  const { driver, sent } = world((host, n) =>
    host === 'slow' && n === 0 ? { status: 429, headers: { 'retry-after': '20' } } : { status: 200 },
  );
  expect((await driver.send([request('slow')]))[0]!.status).toBe(429);
  await driver.send([request('fast')]);
  await driver.send([request('slow')]);
  expect(sent.map(({ host, at }) => [host, at])).toEqual([
    ['slow', 0],
    ['fast', 0],
    ['slow', 20_000],
  ]);
});

test('another instance was refused: this one asks less at once, and every request is answered', async () => {
  const { driver, sent, slow } = world(() => ({ status: 200 }));
  slow({ host: { until: 0, width: 3, at: 0 } });
  const replies = await driver.send(Array.from({ length: 20 }, () => request('host')));
  expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(Math.max(...sent.map(({ active }) => active))).toBe(3);
});

test('a long wait is not waited for: the reply says how long it is', async () => {
  const { driver, sent, slow } = world(() => ({ status: 200 }));
  slow({ host: { until: 600_000, width: 8, at: 0 } });
  const [reply] = await driver.send([request('host')]);
  expect([reply!.status, reply!.headers['retry-after']]).toEqual([429, '600']);
  expect(sent).toEqual([]);
});
