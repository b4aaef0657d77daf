/** The queue of a deployment: Cloud Tasks calls the service at `/v1/<kind>/<id>/run`, signed as its service account. */
import type { AccessToken } from '../google/access-token';
import type { Queue } from './queue';

export interface CloudTasksOptions {
  /** `projects/…/locations/…/queues/…` */
  queue: string;
  /** The service's own address: tasks are delivered there, and it is the audience of their tokens. */
  serviceUrl: string;
  /** E-mail of the service account that signs the deliveries. */
  account: string;
  token: AccessToken;
  /** Origin of the API; tests use another one. */
  origin?: string;
  fetcher?: typeof fetch;
}

/** Cloud Tasks waits at most this long for a reply. */
const DISPATCH_SECONDS = 1800;
const MAX_ATTEMPTS = 4;

export function cloudTasks(options: CloudTasksOptions): Queue {
  const {
    queue,
    serviceUrl,
    account,
    token,
    origin = 'https://cloudtasks.googleapis.com',
    fetcher = fetch,
  } = options;
  return {
    async enqueue({ kind, id, name, body: content }) {
      const body = JSON.stringify({
        task: {
          // A task's name is unique, so a repeated request creates no second task.
          name: `${queue}/tasks/${name}`,
          dispatchDeadline: `${DISPATCH_SECONDS}s`,
          httpRequest: {
            httpMethod: 'POST',
            url: `${serviceUrl}/v1/${kind}/${id}/run`,
            headers: { 'content-type': 'application/json' },
            body: Buffer.from(JSON.stringify(content)).toString('base64'),
            oidcToken: { serviceAccountEmail: account, audience: serviceUrl },
          },
        },
      });
      for (let attempts = 1; ; attempts++) {
        const status = await fetcher(`${origin}/v2/${queue}/tasks`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${await token()}` },
          body,
          signal: AbortSignal.timeout(15_000),
          redirect: 'error',
        }).then(
          async (reply) => {
            await reply.body?.cancel();
            return reply.status;
          },
          () => 503,
        );
        // 409: the task exists; an earlier attempt created it, but its reply was lost.
        if ((status >= 200 && status < 300) || status === 409) return;
        if ((status < 500 && status !== 429) || attempts === MAX_ATTEMPTS) {
          throw new Error(`Cloud Tasks refuses the task (HTTP ${status})`);
        }
        await new Promise((resolve) => {
          setTimeout(resolve, 100 * 2 ** attempts);
        });
      }
    },
    close: async () => {},
  };
}
