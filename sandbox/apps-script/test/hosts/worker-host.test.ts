/** The worker driver: real waits, real parallelism, real kills. */

import { createServer, type Server } from 'node:http';
import { createWorkerHost, type WorkerHost, type WorkerHostOptions } from '../../src/hosts/worker-host';
import { createWorkbook } from '../../src/sheet/index';
import { ADA, BOB, server as fake, MANIFEST, text } from '../bench-host';

const CODE = `
function add(a, b) { return a + b; }
function broken() { throw new RangeError('too far'); }
function nap(ms) { Utilities.sleep(ms); return Date.now(); }
function meet(count) {
  const store = PropertiesService.getScriptProperties();
  const lock = LockService.getScriptLock();
  lock.waitLock(20000);
  store.setProperty('arrived', String(Number(store.getProperty('arrived') || 0) + 1));
  lock.releaseLock();
  while (Number(store.getProperty('arrived')) < count) Utilities.sleep(20);
  return count;
}
function spin() { while (true) {} }
function fetchText(url) { return UrlFetchApp.fetch(url).getContentText(); }
function fetchMany(url, count) {
  const requests = [];
  for (let k = 0; k < count; k++) requests.push({ url: url, method: 'post', payload: String(k) });
  return UrlFetchApp.fetchAll(requests).map((reply) => reply.getContentText());
}
function locked(ms) {
  LockService.getDocumentLock().waitLock(2000);
  const began = Date.now(); Utilities.sleep(ms);
  return [began, Date.now()];
}
function tryIt() { return LockService.getDocumentLock().tryLock(50); }
function properties(count) {
  const store = PropertiesService.getDocumentProperties();
  for (let k = 0; k < count; k++) store.setProperty('k', String(k));
  return store.getProperty('k');
}
function ask() { return String(SpreadsheetApp.getUi().alert('Sure?', SpreadsheetApp.getUi().ButtonSet.YES_NO)); }
async function wasm() {
  const made = await WebAssembly.instantiate(new Uint8Array([0,97,115,109,1,0,0,0,1,5,1,96,0,1,127,3,2,1,0,7,5,1,1,102,0,0,10,6,1,4,0,65,42,11]));
  return made.instance.exports.f();
}
function never() { return new Promise(function () {}); }
function TT_SLOW(id) { Utilities.sleep(100); return id + '!'; }
function leaves() {
  SpreadsheetApp.getActiveSheet().getRange('A1').setValue('buffered');
  try { Utilities.sleep(60000); } finally { PropertiesService.getDocumentProperties().setProperty('finally', 'ran'); }
}
function holds(megabytes, isKept) {
  var list = Array.from({ length: megabytes * 16384 }, function (_x, i) { return 'a text of 48 bytes or so ' + i; });
  if (!isKept) list = [];
  Utilities.getUuid();
  return list.length;
}
function hourly() { ScriptApp.newTrigger('tick').timeBased().everyHours(1).create(); }
function tick() { PropertiesService.getDocumentProperties().setProperty('ticked', String(Date.now())); }
`;

const hosts: WorkerHost[] = [];
function make(more: Partial<WorkerHostOptions> = {}) {
  const workbook = createWorkbook({});
  const users = [
    { email: ADA, name: 'Ada' },
    { email: BOB, name: 'Bob' },
  ];
  const host = createWorkerHost({
    code: CODE,
    html: {},
    manifest: MANIFEST,
    workbook,
    network: () => null,
    users,
    owner: ADA,
    ...more,
  });
  workbook.setCustomFunctions(host.customFunctions());
  hosts.push(host);
  return { host, workbook };
}
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.close()));
});

const by = { user: ADA };

/** Resolves when a script makes its first call of this method. */
const callOf = (host: WorkerHost, method: string) =>
  new Promise<void>((resolve) => {
    host.hooks.beforeCall = (_service, name) => {
      if (name === method) resolve();
    };
  });

test('runs and fails like the other driver', async () => {
  const { host } = make();
  expect(await host.run('add', [1, 2], by)).toEqual({ ok: true, value: 3 });
  expect(await host.run('broken', [], by)).toMatchObject({
    ok: false,
    name: 'RangeError',
    message: 'too far',
    line: 3,
  });
  expect(await host.run('nothing', [], by)).toMatchObject({ message: 'Script function not found: nothing' });
  expect(await host.callFromPage('add', ['7', '2'], ADA)).toEqual({ ok: true, value: '72' });
  expect(await host.callFromPage('broken', [], ADA)).toMatchObject({
    ok: false,
    message: 'RangeError: too far',
  });
  expect(await host.run('wasm', [], by)).toEqual({ ok: true, value: 42 });
});

test('the memory of an execution is what it holds at a service call, without garbage', async () => {
  const { host } = make({ measureHeap: true });
  await host.run('holds', [20, true], by);
  await host.run('holds', [20, false], by);
  await host.run('add', [1, 2], by);
  const [held, freed, none] = host.ran.map(({ heapBytes }) => (heapBytes ?? -1) / 1e6);
  expect(held).toBeGreaterThan(15);
  expect(held).toBeLessThan(40);
  expect(freed).toBeLessThan(3);
  expect(none).toBe(0);
  const { host: other } = make();
  await other.run('add', [1, 2], by);
  expect(other.ran.map(({ heapBytes }) => heapBytes)).toEqual([null]);
});

test('an error at load fails the run', async () => {
  const { host } = make({ code: '\nthrow new Error("at load"); function add() {}' });
  expect(await host.run('add', [], by)).toMatchObject({ ok: false, message: 'at load', line: 2 });
});

test('executions run side by side: each waits until all have started', async () => {
  const { host } = make({ warm: 4 });
  const outcomes = await Promise.all([0, 1, 2, 3].map(() => host.run('meet', [4], by)));
  expect(outcomes).toEqual([0, 1, 2, 3].map(() => ({ ok: true, value: 4 })));
});

test('a second holder waits for the lock until the first ends', async () => {
  const { host } = make();
  const [first, second] = await Promise.all([
    host.run('locked', [300], by),
    host.run('locked', [10], { user: BOB }),
  ]);
  const spans = [first, second]
    .map((outcome) => (outcome.ok ? (outcome.value as [number, number]) : [0, 0]))
    .sort((a, b) => a[0]! - b[0]!);
  expect(spans[0]![1]).toBeLessThanOrEqual(spans[1]![0]! + 5);
});

test('or gives up', async () => {
  const { host } = make();
  const asleep = callOf(host, 'sleep');
  const holder = host.run('locked', [4000], by);
  await asleep;
  expect(await host.run('tryIt', [], { user: BOB })).toEqual({ ok: true, value: false });
  await holder;
  expect(await host.run('tryIt', [], { user: BOB })).toEqual({ ok: true, value: true });
});

test.each(['spin', 'never', 'nap'])('%s is killed at its limit', async (fn) => {
  const { host } = make({ switches: { limitMs: { menu: 300 } } });
  expect(await host.run(fn, [60_000], by)).toEqual({
    ok: false,
    name: '',
    line: 0,
    message: 'Exceeded maximum execution time',
    killed: true,
  });
  const { start, end } = host.ran.at(-1)!;
  expect(end - start).toBeGreaterThanOrEqual(290);
});

test('a kill from outside runs no finally and drops what was buffered', async () => {
  const { host, workbook } = make();
  const asleep = callOf(host, 'sleep');
  const run = host.run('leaves', [], by);
  await asleep;
  expect(host.kill(host.running()[0]!.id, 'plug pulled')).toBe(true);
  expect(await run).toMatchObject({ killed: true, message: 'plug pulled' });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(workbook.grids()[0]!.view(1, 1).shown).toBe('');
  expect(host.world.properties.named(`document ${workbook.id}`).get('finally')).toBeNull();
  expect(host.kill('run-unknown')).toBe(false);
});

test('a thousand blocking calls', async () => {
  const { host } = make();
  expect(await host.run('properties', [1000], by)).toEqual({ ok: true, value: '999' });
});

test('an alert waits for the answer of a page', async () => {
  const { host } = make();
  let answered = false;
  host.ui.answer = async (dialog) => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    answered = dialog.text === 'Sure?' && dialog.buttons === 'YES_NO';
    return { button: 'YES' };
  };
  expect(await host.run('ask', [], by)).toEqual({ ok: true, value: 'YES' });
  expect(answered).toBe(true);
});

test('formulas run in workers, thirty at once', async () => {
  const { host, workbook } = make();
  const grid = workbook.grids()[0]!;
  grid.write(
    { row: 1, column: 1, rows: 6, columns: 1 },
    [1, 2, 3, 4, 5, 6].map((id) => [`=TT_SLOW("${id}")`]),
  );
  workbook.settle();
  expect(grid.view(1, 1).loading).toBe(true);
  for (let turns = 0; host.ran.length < 6 && turns < 20_000; turns++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  workbook.settle();
  expect(grid.shown({ row: 1, column: 1, rows: 6, columns: 1 }).flat()).toEqual([
    '1!',
    '2!',
    '3!',
    '4!',
    '5!',
    '6!',
  ]);
});

test('time triggers fire when the clock is moved', async () => {
  const { host, workbook } = make();
  await host.run('hourly', [], by);
  const before = Date.now();
  const firings = await host.triggers.advance(3600_000);
  expect(firings.map(({ outcome }) => outcome.ok)).toEqual([true]);
  const tickCount = Number(host.world.properties.named(`document ${workbook.id}`).get('ticked'));
  expect(tickCount).toBeGreaterThan(before);
});

describe('HTTP', () => {
  let real: Server;
  let port = 0;
  const together: (() => void)[] = [];
  beforeAll(async () => {
    real = createServer((request, response) => {
      if (request.url === '/cut') {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half');
        setTimeout(() => request.socket.destroy(), 20);
        return;
      }
      if (request.url === '/hang') return;
      if (request.url === '/moved') {
        response.writeHead(302, { location: '/text' }).end();
        return;
      }
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const answer = () => response.end(`${request.method} ${Buffer.concat(parts)}`);
        if (request.url !== '/together') return void answer();
        // Nobody is answered before all twenty are here.
        together.push(answer);
        if (together.length === 20) for (const each of together.splice(0)) each();
      });
    });
    await new Promise<void>((resolve) => real.listen(0, '127.0.0.1', resolve));
    const address = real.address();
    port = typeof address === 'object' && address ? address.port : 0;
  });
  afterAll(() => {
    real.closeAllConnections();
    real.close();
  });
  const live = (url: string) =>
    url.startsWith('https://real.example')
      ? url.replace('https://real.example', `http://127.0.0.1:${port}`)
      : null;

  test('handlers first, then servers of this machine, then nobody', async () => {
    const { host } = make({ live, network: fake({ '/in': () => text('handler') }) });
    expect(await host.run('fetchText', ['https://server.example/in'], by)).toEqual({
      ok: true,
      value: 'handler',
    });
    expect(await host.run('fetchText', ['https://real.example/text'], by)).toEqual({
      ok: true,
      value: 'GET ',
    });
    expect(await host.run('fetchText', ['https://real.example/moved'], by)).toEqual({
      ok: true,
      value: 'GET ',
    });
    expect(await host.run('fetchText', ['https://elsewhere.example/'], by)).toMatchObject({
      message: 'Address unavailable: https://elsewhere.example/',
    });
  });

  test('never leaves the machine', async () => {
    const { host } = make({ live: () => 'http://192.0.2.1/' });
    expect(await host.run('fetchText', ['https://real.example/'], by)).toMatchObject({
      message: 'Address unavailable: https://real.example/',
    });
  });

  test('fetchAll keeps order and is parallel', async () => {
    const { host } = make({ live });
    const outcome = await host.run('fetchMany', ['https://real.example/together', 20], by);
    expect(outcome).toEqual({ ok: true, value: Array.from({ length: 20 }, (_, k) => `POST ${k}`) });
  });

  test.each([
    ['/cut', 'Unexpected error: https://real.example/cut'],
    ['/hang', 'Timeout: https://real.example/hang'],
  ])('%s', async (path, message) => {
    const code = `function get(url) { return UrlFetchApp.fetch(url, { timeoutSeconds: 0.3 }).getContentText(); }`;
    const { host } = make({ live, code });
    expect(await host.run('get', [`https://real.example${path}`], by)).toMatchObject({ message });
  });
});
