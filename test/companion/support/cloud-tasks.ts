/** The sandbox's Cloud Tasks on its own port, with an issuer that the test controls, and faults of createTask. */
import { serve } from '@tracer-tools/cave/server';
import { TaskQueues } from '@tracer-tools/cave/tasks/api';
import type { Deliveries } from '@tracer-tools/cave/tasks/deliveries';
import { eventually } from './eventually';
import type { Issuer } from './identity';

export interface FakeTasks {
  origin: string;
  queue: Deliveries;
  /** Decoded bodies of the tasks that were created. */
  bodies: string[];
  /** The next failing replies of createTask, by status; 0 creates the task but loses the reply. */
  faults: number[];
  /** Receiver of a delivery: any of the instances. */
  route: (url: string) => string;
  /** Resolves when no tasks remain. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export async function fakeTasks(queue: string, token: string, issuer: Issuer): Promise<FakeTasks> {
  const queues = new TaskQueues({
    token,
    random: Math.random,
    now: Date.now,
    sign: (claims) => issuer.token({ hd: undefined, ...claims }),
    route: (url) => fake.route(url),
  });
  const served = await serve({
    port: 0,
    handlers: [
      (request) => {
        const fault = fake.faults.shift();
        if (fault !== undefined && fault > 0) return { status: fault, headers: [], body: Buffer.alloc(0) };
        const reply = queues.handle(request);
        const { task } = JSON.parse(Buffer.from(request.body).toString()) as {
          task: { httpRequest: { body: string } };
        };
        if (reply.status === 200) fake.bodies.push(Buffer.from(task.httpRequest.body, 'base64').toString());
        return fault === 0 ? { ...reply, breaks: 'reset' } : reply;
      },
    ],
  });
  const fake: FakeTasks = {
    origin: served.origin,
    queue: queues.queue(queue, { minBackoffMs: 20, maxBackoffMs: 300 }),
    bodies: [],
    faults: [],
    route: (url) => url,
    idle: () => eventually(() => fake.queue.names.length === 0).then(() => {}),
    async close() {
      fake.queue.close();
      await served.close();
    },
  };
  return fake;
}
