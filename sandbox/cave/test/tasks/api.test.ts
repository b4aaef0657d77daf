/** Cloud Tasks as documented: names that stay taken, refused times, pauses between attempts, dispatches a second. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { TaskQueues } from '../../src/tasks/api';
import { backOffMs, type Deliveries, type QueueConfig } from '../../src/tasks/deliveries';

const QUEUE = 'projects/p/locations/l/queues/q';
let clock = 1_000_000_000;
let requests: { at: number; headers: Record<string, unknown> }[] = [];
let status = 200;
let server: Server;
let queues: TaskQueues;
let queue: Deliveries;

beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push({ at: Date.now(), headers: request.headers });
    response.statusCode = status;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => void server.close());
beforeEach(() => {
  requests = [];
  status = 200;
  start({});
});
afterEach(() => queue.close());

function start(config: Partial<QueueConfig>): void {
  const { port } = server.address() as AddressInfo;
  queues = new TaskQueues({
    token: 'token',
    random: () => 0.5,
    now: () => clock + Date.now(),
    sign: ({ aud, email }) => `signed for ${String(aud)} by ${String(email)}`,
    route: () => `http://127.0.0.1:${port}/run`,
  });
  queue = queues.queue(QUEUE, { minBackoffMs: 5, ...config });
}

function create(id: string, more: object = {}): WireReply {
  const httpRequest = {
    httpMethod: 'POST',
    url: 'https://service.example/run',
    oidcToken: { serviceAccountEmail: 'tasks@p.example', audience: 'https://service.example' },
  };
  const body = JSON.stringify({ task: { name: `${QUEUE}/tasks/${id}`, httpRequest, ...more } });
  return queues.handle({
    method: 'POST',
    path: `/v2/${QUEUE}/tasks`,
    headers: { authorization: 'Bearer token' },
    body: Buffer.from(body),
  }) as WireReply;
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(holds()).toBe(true);
}

test('a name stays taken while its task is open, and for an hour after it was over', async () => {
  status = 500;
  expect(create('a').status).toBe(200);
  await until(() => requests.length > 0);
  clock += 7_200_000;
  expect(create('a').status).toBe(409);
  status = 200;
  await until(() => queue.names.length === 0);
  clock += 3_500_000;
  expect(create('a').status).toBe(409);
  clock += 200_000;
  expect(create('a').status).toBe(200);
});

test('a delivery is signed, and counts attempts and those that had a reply', async () => {
  status = 500;
  create('b');
  await until(() => requests.length >= 3);
  status = 200;
  await until(() => queue.names.length === 0);
  expect(requests.slice(0, 3).map(({ headers }) => headers)).toMatchObject(
    [0, 1, 2].map((count) => ({
      authorization: 'Bearer signed for https://service.example by tasks@p.example',
      'x-cloudtasks-queuename': 'q',
      'x-cloudtasks-taskname': 'b',
      'x-cloudtasks-taskretrycount': String(count),
      'x-cloudtasks-taskexecutioncount': String(count),
    })),
  );
});

test.each([
  [{ dispatchDeadline: '14s' }, 400],
  [{ dispatchDeadline: '1801s' }, 400],
  [{ dispatchDeadline: 'soon' }, 400],
  [{ dispatchDeadline: '15s' }, 200],
  [{ dispatchDeadline: '1800s' }, 200],
  [{ scheduleTime: '2999-01-01T00:00:00Z' }, 400],
])('%j is answered with %i', (more, expected) => {
  expect(create('c', more).status).toBe(expected);
});

test('pauses double up to a number, grow by the last step after that, and end at the longest', () => {
  const config = { minBackoffMs: 100, maxBackoffMs: 3000, maxDoublings: 3 } as QueueConfig;
  expect([1, 2, 3, 4, 5, 6, 9].map((attempt) => backOffMs(config, attempt))).toEqual([
    100, 200, 400, 800, 1600, 2400, 3000,
  ]);
});

test('no more dispatches a second than the queue allows', async () => {
  start({ maxDispatchesPerSecond: 4 });
  for (let i = 0; i < 6; i++) create(`d${i}`);
  await until(() => queue.names.length === 0);
  const [first] = requests;
  expect(requests).toHaveLength(6);
  expect(requests[4]!.at - first!.at).toBeGreaterThan(900);
});
