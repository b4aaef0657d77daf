/** Puts the parts together as the configuration says, and listens. */
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet } from 'jose';
import { jsonLog } from './api/request-log';
import { buildService } from './api/service';
import { makeGate } from './auth/gate';
import { deriveKeys } from './auth/keys';
import { revocations } from './auth/revocations';
import type { Config } from './config';
import { metadataToken } from './google/access-token';
import { cloudTasks } from './jobs/cloud-tasks';
import { makeJobs } from './jobs/jobs';
import { localQueue } from './jobs/queue';
import { gcsStore } from './state/gcs';
import { memoryStore } from './state/memory';
import { createWorkerPool } from './work/pool';

export interface Started {
  port: number;
  url: string;
  close(): Promise<void>;
}

/** `worker` is the bundle of work/worker.ts. */
export async function start(config: Config, worker: string, write: (line: string) => void): Promise<Started> {
  const { limits, rules, tasks, bucket } = config;
  const now = (): number => Date.now();
  const token = metadataToken();
  const store = bucket === '' ? memoryStore() : gcsStore({ bucket, token });
  const keys = deriveKeys(config.secret);
  const certs = createRemoteJWKSet(new URL(config.certs), {
    timeoutDuration: 5000,
    cooldownDuration: 30_000,
  });
  const revoked = revocations(store, now);
  const gate = makeGate({
    keys,
    idRules: { audiences: config.audiences, allow: config.allow, keys: certs, now },
    revoked,
    tasks: tasks && { audience: tasks.serviceUrl, account: tasks.account, keys: certs },
  });
  const runner = createWorkerPool(worker, { rules, limits, storageToken: config.storageToken }, limits);
  const { jobs, queue } = makeJobs({ store, runner, keys, limits, now }, (run) =>
    tasks ? cloudTasks({ ...tasks, token }) : localQueue(run),
  );
  const log = jsonLog(write);
  const { version, volumes } = config;
  const app = buildService({ version, limits, rules, keys, gate, revoked, runner, jobs, log, now, volumes });
  await app.listen({ host: config.host, port: config.port });
  const { port } = app.server.address() as AddressInfo;
  return {
    port,
    url: `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${port}`,
    async close() {
      await queue.close();
      await runner.close();
      await app.close();
    },
  };
}
