/**
 * Jobs over a long column with the add-on's own code in an isolate of its own. Its heap is what Apps Script would hold:
 * what services answer is copied to it, and the sheet and CAVE are not in it.
 */
import { MessageChannel, Worker } from 'node:worker_threads';
import type { CaveSandbox } from '@tracer-tools/cave';
import type { JobPlan } from '../../src/addon/interfaces/api';
import type { HttpRequest } from '../../src/http/request';
import { type FakeHost, fakeHost } from '../../test/support/fake-host';
import { ORIGIN, testEnvironment } from '../../test/support/sandbox-driver';
import type { Errand, ErrandResult } from './column-child';
import type { SentReply, ServiceCall, ServiceReply, TabHandle } from './remote-host';

export interface HeapBench {
  host: FakeHost;
  cave: CaveSandbox;
  run(errand: Errand): Promise<ErrandResult>;
  close(): Promise<void>;
}

/** `child`: the bundled file of column-child.ts. `heapMb`: the isolate ends where it holds more. */
export function heapBench(child: string, heapMb?: number): HeapBench {
  const env = testEnvironment();
  const host = fakeHost({ driver: env.driver, now: env.now });
  host.kept.user.set(`token ${ORIGIN}`, env.sandbox.token);
  host.kept.document.set('settings', JSON.stringify({ server: ORIGIN, datastack: 'brain_and_nerve_cord' }));
  const { port1, port2 } = new MessageChannel();
  const flag = new Int32Array(new SharedArrayBuffer(4));
  let cells = 0;
  port1.on('message', (call: ServiceCall) => {
    let reply: ServiceReply;
    try {
      const value = serve(host, call);
      if (call.path.startsWith('tab.')) cells += cellsIn(value) + cellsIn(call.args[2]);
      reply = { now: host.now(), value };
    } catch (error) {
      reply = { now: host.now(), error: error instanceof Error ? error.message : String(error) };
    }
    port1.postMessage(reply);
    Atomics.store(flag, 0, 1);
    Atomics.notify(flag, 0);
  });
  const worker = new Worker(child, {
    workerData: { port: port2, flag },
    transferList: [port2],
    ...(heapMb === undefined
      ? {}
      : { resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 4 } }),
  });
  return {
    host,
    cave: env.sandbox,
    run: (errand) => {
      cells = 0;
      return new Promise((resolve, reject) => {
        worker.removeAllListeners();
        worker.once('message', (result: ErrandResult) => resolve({ ...result, cells }));
        worker.once('error', reject);
        worker.postMessage(errand);
      });
    },
    close: async () => {
      worker.removeAllListeners();
      await worker.terminate();
      port1.close();
    },
  };
}

const cellsIn = (value: unknown): number =>
  Array.isArray(value) && Array.isArray(value[0]) ? value.length * value[0].length : 0;

function serve(host: FakeHost, { path, tab, args }: ServiceCall): unknown {
  const [group, method] = path.split('.') as [string, string?];
  switch (group) {
    case 'clock':
    case 'lock':
    case 'unlock':
      return null;
    case 'tab':
      return call(host.file.tabById(tab)!, method!, args) ?? null;
    case 'http':
      if (method === 'sleep') return host.http.sleep(args[0] as number);
      return (args[0] as HttpRequest[]).map((request) => currentOnes(request) ?? sentBy(host, request));
    case 'file': {
      const found = call(host.file, method!, args);
      const handle = (one: { id: number }): TabHandle => ({ tabId: one.id });
      if (Array.isArray(found)) return found.map(handle);
      return found === null || found === undefined ? null : handle(found as { id: number });
    }
    case 'uuid':
      return host.uuid();
    default:
      return call(host[group as 'cache'], method!, args) ?? null;
  }
}

function sentBy(host: FakeHost, request: HttpRequest): SentReply {
  const [reply] = host.http.send([request]);
  const { status, headers } = reply!;
  return { status, headers, body: new Uint8Array(reply!.bytes()) };
}

const call = (on: object, method: string, args: unknown[]): unknown =>
  (on as Record<string, (...args: unknown[]) => unknown>)[method]!(...args);

/** Ids of neurons that nobody has edited, beside those of the world: as many as are wanted, at no time to make them. */
export const syntheticIds = (count: number): string[] =>
  Array.from(
    { length: count },
    (_x, i) => `${SYNTHETIC}${String(100_000_000_000 + i * 7).padStart(12, '0')}`,
  );

const SYNTHETIC = '720999';

/** Where a request asks about synthetic ids alone, which of them are current. */
function currentOnes({ url, body }: HttpRequest): SentReply | null {
  if (!url.includes('/is_latest_roots') || typeof body !== 'string' || !body.includes(SYNTHETIC)) return null;
  const ids = body.match(/[0-9]+/g) ?? [];
  if (ids.some((id) => !id.startsWith(SYNTHETIC))) throw new Error('ids of the world among synthetic ones');
  const text = JSON.stringify({ is_latest: ids.map(() => true) });
  const bytes = new Uint8Array(Buffer.from(text));
  return { status: 200, headers: { 'content-type': 'application/json' }, body: bytes };
}

/** A tab of `rows` ids with four columns of somebody beside them. */
export function fillColumn({ host }: HeapBench, ids: readonly string[]): void {
  host.tab.put(1, 1, [['root_id', 'cell_type', 'side', 'notes', 'position']]);
  host.tab.put(
    2,
    1,
    ids.map((id, i) => [
      id,
      `type ${i % 97}`,
      i % 2 === 0 ? 'left' : 'right',
      i % 5 === 0 ? `looked at by ${i % 11}` : '',
      `${100_000 + i}, ${200_000 + 3 * i}, ${i % 7000}`,
    ]),
  );
  host.tab.rowsThere = ids.length + 100;
}

export const columnPlan = ({ host }: HeapBench, rows: number, more: Partial<JobPlan>): JobPlan => ({
  kind: 'current',
  sheetId: host.tab.id,
  column: 'A',
  firstRow: 2,
  lastRow: rows + 1,
  headers: ['current_id', 'share'],
  datastack: 'brain_and_nerve_cord',
  replace: true,
  ...more,
});
