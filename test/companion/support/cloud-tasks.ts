/**
 * Cloud Tasks for tests: tasks are created by name once, delivered signed to their address, delivered again after a
 * failure with growing pauses, and now and then delivered twice.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually, pause } from './eventually';
import type { Issuer } from './identity';

interface Task {
  name: string;
  httpRequest: {
    httpMethod: string;
    url: string;
    headers: Record<string, string>;
    body: string;
    oidcToken: { serviceAccountEmail: string; audience: string };
  };
}

export interface Delivery {
  name: string;
  status: number;
}

export interface FakeTasks {
  origin: string;
  deliveries: Delivery[];
  /** Bodies as they were handed over, decoded. */
  bodies: string[];
  /** Every task is delivered twice at once. */
  twice: boolean;
  /** Answers of createTask that fail next, by status; 0 acts and loses the answer. */
  faults: number[];
  /** Where a delivery goes: to any of the instances. */
  route: (url: string) => string;
  /** Resolves when no task is left. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const FIRST_PAUSE_MS = 20;
const MOST_PAUSE_MS = 300;

export async function fakeTasks(queue: string, token: string, issuer: Issuer): Promise<FakeTasks> {
  const used = new Set<string>();
  const waiting = new Set<string>();
  let closed = false;

  async function deliver(task: Task, wait = FIRST_PAUSE_MS): Promise<void> {
    if (closed || !waiting.has(task.name)) return;
    const { httpRequest } = task;
    const { serviceAccountEmail: email, audience: aud } = httpRequest.oidcToken;
    const signed = await issuer.token({ sub: 'tasks', email, aud, hd: undefined });
    const status = await fetch(fake.route(httpRequest.url), {
      method: httpRequest.httpMethod,
      headers: {
        ...httpRequest.headers,
        authorization: `Bearer ${signed}`,
        'x-cloudtasks-taskname': task.name,
      },
      body: Buffer.from(httpRequest.body, 'base64'),
    }).then(
      (reply) => reply.status,
      () => 0,
    );
    fake.deliveries.push({ name: task.name, status });
    if (status >= 200 && status < 300) {
      waiting.delete(task.name);
      return;
    }
    await pause(wait);
    await deliver(task, Math.min(wait * 2, MOST_PAUSE_MS));
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.headers.authorization !== `Bearer ${token}`) {
        response.writeHead(401).end();
        return;
      }
      if (request.method === 'DELETE') {
        response.writeHead(waiting.delete(request.url!.replace('/v2/', '')) ? 200 : 404).end('{}');
        return;
      }
      if (request.method !== 'POST' || request.url !== `/v2/${queue}/tasks`) {
        response.writeHead(404).end();
        return;
      }
      const fault = fake.faults.shift();
      if (fault !== undefined && fault > 0) {
        response.writeHead(fault).end();
        return;
      }
      const { task } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { task: Task };
      if (used.has(task.name)) {
        response.writeHead(409).end();
        return;
      }
      used.add(task.name);
      waiting.add(task.name);
      fake.bodies.push(Buffer.from(task.httpRequest.body, 'base64').toString('utf8'));
      if (fault === 0) response.destroy();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(task));
      void deliver(task);
      if (fake.twice) void deliver(task);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: FakeTasks = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    deliveries: [],
    bodies: [],
    twice: false,
    faults: [],
    route: (url) => url,
    idle: () => eventually(() => waiting.size === 0).then(() => {}),
    close: () =>
      new Promise((resolve) => {
        closed = true;
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return fake;
}
