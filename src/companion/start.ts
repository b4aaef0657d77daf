/** Builds the service from its configuration and starts it. */
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet } from 'jose';
import { jsonLog } from './api/request-log';
import { createService } from './api/service';
import { createAuthenticator } from './auth/authenticator';
import { deriveKeys } from './auth/keys';
import { createRevocations } from './auth/revocations';
import { createColumns } from './columns/columns';
import type { Config } from './config';
import { metadataToken } from './google/access-token';
import { cloudTasks } from './jobs/cloud-tasks';
import { createJobs } from './jobs/jobs';
import { localQueue } from './jobs/queue';
import { fleetPaces } from './limits/fleet-paces';
import { perMinute } from './limits/per-minute';
import { personLimit } from './limits/per-person';
import { gcsSharedStore } from './state/gcs';
import { memoryStore } from './state/memory';
import { createWorkerPool } from './work/pool';
import { withSmallWork } from './work/small-work';

export interface RunningService {
  port: number;
  url: string;
  close(): Promise<void>;
}

/** `worker` is the bundle of work/worker.ts. */
export async function startService(
  config: Config,
  worker: string,
  write: (line: string) => void,
): Promise<RunningService> {
  const { limits, rules, tasks, bucket } = config;
  const now = (): number => Date.now();
  const { sandbox } = rules;
  const token = sandbox !== '' ? async () => config.storageToken : metadataToken();
  const google = (host: string) => (sandbox === '' ? {} : { origin: `${sandbox}/stores/${host}` });
  const store =
    bucket === '' ? memoryStore() : gcsSharedStore({ bucket, token, ...google('storage.googleapis.com') });
  const taskApi = { token, ...google('cloudtasks.googleapis.com') };
  const keys = deriveKeys(config.secret);
  const certs = createRemoteJWKSet(new URL(config.certs), {
    timeoutDuration: 5000,
    cooldownDuration: 30_000,
  });
  const revocations = createRevocations(store, now);
  const authenticator = createAuthenticator({
    keys,
    idTokenRules: { audiences: config.audiences, allow: config.allow, keys: certs, now },
    revocations,
    tasks: tasks && { audience: tasks.serviceUrl, account: tasks.account, keys: certs },
  });
  const workers = createWorkerPool(
    worker,
    { rules, limits, storageToken: config.storageToken },
    limits,
    undefined,
    (tell) => fleetPaces({ store, now, tell }),
  );
  const runner = withSmallWork(workers, limits, now);
  const countNew = perMinute(store, limits.jobsPerPerson, now);
  const services = { store, runner, keys, limits, countNew, now };
  const { jobs, queue } = createJobs(services, (run) =>
    tasks ? cloudTasks({ ...tasks, ...taskApi }) : localQueue(run),
  );
  const { columns, queue: parts } = createColumns(services, (run) =>
    tasks
      ? cloudTasks({ ...tasks, queue: tasks.partsQueue, ...taskApi })
      : localQueue(run, { concurrency: limits.workers }),
  );
  const log = jsonLog(write);
  const { version, volumes } = config;
  const app = createService({
    version,
    limits,
    rules,
    keys,
    authenticator,
    revocations,
    runner,
    requestsOf: personLimit({ store, limit: limits.perPerson, now }),
    jobs,
    columns,
    log,
    now,
    volumes,
  });
  await app.listen({ host: config.host, port: config.port });
  const { port } = app.server.address() as AddressInfo;
  return {
    port,
    url: `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${port}`,
    async close() {
      await queue.close();
      await parts.close();
      await runner.close();
      await app.close();
    },
  };
}
