/** The platform's failures, thrown from hooks at an exact call. */

import { createWorkerHost } from '../../src/hosts/worker-host';
import { failures, Kill } from '../../src/index';
import { createWorkbook } from '../../src/sheet/index';
import { ADA, bench, MANIFEST, server, text } from '../bench-host';

const CODE = `function main() {
  for (let tries = 1; ; tries++) {
    try { return [tries, UrlFetchApp.fetch('https://server.example/x').getContentText()]; }
    catch (e) { if (tries === 3) throw e; Utilities.sleep(1000 * tries); }
  }
}`;
const network = server({ '/x': () => text('fine') });

test.each([
  [failures.dailyQuota('urlfetch'), 'Service invoked too many times for one day: urlfetch.'],
  [
    failures.burst('urlfetch'),
    'Service invoked too many times in a short time: urlfetch. Try Utilities.sleep(1000) between calls.',
  ],
  [failures.computerTime(), 'Service using too much computer time for one day'],
  [failures.perSecond(), 'Script invoked too many times per second for this Google user account.'],
  [
    failures.bandwidth('https://a/'),
    'Bandwidth quota exceeded: https://a/. Try reducing the rate of data transfer.',
  ],
  [failures.dns('https://a/'), 'DNS error: https://a/'],
  [failures.unavailable('https://a/'), 'Address unavailable: https://a/'],
  [failures.timeout('https://a/'), 'Timeout: https://a/'],
  [failures.spreadsheetTimedOut('id'), 'Service Spreadsheets timed out while accessing document with id id.'],
  [failures.spreadsheetFailed(), 'Service error: Spreadsheets'],
  [failures.server(), "We're sorry, a server error occurred. Please wait a bit and try again."],
])('%s', (fault, message) => {
  const { host, main } = bench(CODE, { network });
  host.hooks.beforeCall = (_service, method) => {
    if (method === 'fetch') throw fault;
  };
  expect(main()).toMatchObject({ ok: false, name: 'Exception', message });
  expect(host.sent).toEqual([]);
});

test('a fault that passes is got over', () => {
  const { host, main } = bench(CODE, { network });
  let remaining = 2;
  host.hooks.beforeCall = (_service, method) => {
    if (method === 'fetch' && remaining-- > 0) throw failures.burst('urlfetch');
  };
  const began = host.clock.now();
  expect(main()).toEqual({ ok: true, value: [3, 'fine'] });
  expect(host.clock.now() - began).toBe(3000);
});

test('a request may be watched before it leaves', () => {
  const { host, main } = bench(CODE, { network });
  const urls: string[] = [];
  host.hooks.beforeRequest = (request) => {
    urls.push(`${request.method} ${request.url} ${request.user}`);
  };
  main();
  expect(urls).toEqual([`GET https://server.example/x ${ADA}`]);
});

test('long records forget their oldest', () => {
  const { host, main } = bench(CODE, { network, keep: 3 });
  for (let times = 0; times < 5; times++) main();
  expect(host.ran.map((ran) => ran.id)).toEqual(['run-3', 'run-4', 'run-5']);
  expect(host.sent.length).toBe(3);
  expect(host.counters.fetches).toBe(5);
});

describe('in workers', () => {
  const host = createWorkerHost({
    code: `${CODE}
      function guarded() {
        const p = PropertiesService.getScriptProperties();
        try { Utilities.getUuid(); } catch (e) { p.setProperty('caught', e.message); } finally { p.setProperty('finally', '1'); }
        return p.getProperties();
      }`,
    html: {},
    manifest: MANIFEST,
    workbook: createWorkbook({}),
    network,
    users: [{ email: ADA, name: 'Ada' }],
    owner: ADA,
  });
  afterAll(() => host.close());
  afterEach(() => {
    host.hooks.beforeCall = undefined;
  });

  test('a fault is an exception', async () => {
    host.hooks.beforeCall = (_service, method) => {
      if (method === 'getUuid') throw failures.server();
    };
    expect(await host.run('guarded', [], { user: ADA })).toEqual({
      ok: true,
      value: {
        caught: "We're sorry, a server error occurred. Please wait a bit and try again.",
        finally: '1',
      },
    });
    host.world.properties.named('script').clear();
  });

  test('a kill from a hook lets nothing run on', async () => {
    host.hooks.beforeCall = (_service, method) => {
      if (method === 'getUuid') throw new Kill('gone');
    };
    expect(await host.run('guarded', [], { user: ADA })).toMatchObject({ killed: true, message: 'gone' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(host.world.properties.named('script').all()).toEqual({});
  });

  test('a hook that breaks does not hang the worker', async () => {
    host.hooks.beforeCall = () => {
      throw new RangeError('a mistake of the test');
    };
    expect(await host.run('guarded', [], { user: ADA })).toMatchObject({
      ok: false,
      message: 'a mistake of the test',
    });
  });

  test('a script that eats all memory ends alone', async () => {
    const eater = createWorkerHost({
      code: 'function eat() { const all = []; for (;;) all.push(new Array(1e6).fill(Math.random())); }',
      html: {},
      manifest: MANIFEST,
      workbook: createWorkbook({}),
      network,
      users: [{ email: ADA, name: 'Ada' }],
      owner: ADA,
      heapMb: 64,
    });
    expect(await eater.run('eat', [], { user: ADA })).toMatchObject({
      ok: false,
      message: expect.stringContaining('memory'),
    });
    expect(await eater.run('eat', [], { user: ADA })).toMatchObject({ ok: false });
    await eater.close();
  });
});
