/** A companion in this process, with a local CAVE on a real port. Tests can replace its parts one by one. */
import './jose';
import type { AddressInfo } from 'node:net';
import { jsonLog } from '../../../src/companion/api/request-log';
import { createService } from '../../../src/companion/api/service';
import { createAuthenticator } from '../../../src/companion/auth/authenticator';
import { deriveKeys, type Keys } from '../../../src/companion/auth/keys';
import { createRevocations, type Revocations } from '../../../src/companion/auth/revocations';
import { createColumns } from '../../../src/companion/columns/columns';
import type { PartTask } from '../../../src/companion/columns/run-part';
import type { EgressRules } from '../../../src/companion/egress/rules';
import { createJobs } from '../../../src/companion/jobs/jobs';
import { localQueue, type Queue, type RunTask } from '../../../src/companion/jobs/queue';
import type { JobTask } from '../../../src/companion/jobs/run-job';
import { fleetPaces } from '../../../src/companion/limits/fleet-paces';
import { type Limits, readLimits } from '../../../src/companion/limits/limits';
import { perMinute } from '../../../src/companion/limits/per-minute';
import { personLimit } from '../../../src/companion/limits/per-person';
import { memoryStore } from '../../../src/companion/state/memory';
import type { SharedStore } from '../../../src/companion/state/store';
import { createWorkerPool } from '../../../src/companion/work/pool';
import type { TaskRunner } from '../../../src/companion/work/runner';
import { withSmallWork } from '../../../src/companion/work/small-work';
import { bundle } from './bundle';
import { AUDIENCE, type Issuer, makeIssuer } from './identity';
import { askAt, type Reply, SECRET } from './local-cave';

export { askAt, BANC, type LocalCave, localCave, type Reply } from './local-cave';

/** No limit: the process is jest's, and other tests have already used memory in it. */
export const UNBOUNDED_MB = 100_000;

export interface Options {
  rules?: Partial<EgressRules>;
  limits?: Partial<Limits>;
  store?: SharedStore;
  runner?: TaskRunner;
  issuer?: Issuer;
  allow?: string[];
  now?: () => number;
  queue?: (run: RunTask<JobTask>) => Queue<JobTask>;
  partsQueue?: (run: RunTask<PartTask>) => Queue<PartTask>;
  /** Waits between two attempts of a part. */
  sleep?: (ms: number) => Promise<void>;
  tasks?: { audience: string; account: string };
  reportMs?: number;
  /** Between two readings of the paces that other instances wrote. */
  lookMs?: number;
  /** For writing to the local CAVE's stores. */
  storageToken?: string;
  /** A folder of volumes to serve. */
  volumes?: string;
}

export interface Local {
  url: string;
  ask(path: string, options?: { headers?: Record<string, string>; body?: unknown }): Promise<Reply>;
  issuer: Issuer;
  keys: Keys;
  revocations: Revocations;
  runner: TaskRunner;
  rules: EgressRules;
  limits: Limits;
  /** Every line of the log. */
  log: string[];
  /** Headers of a signed-in person with a CAVE token. */
  headers(token?: string, cave?: string): Promise<Record<string, string>>;
  close(): Promise<void>;
}

export async function localService(origin: string, options: Options = {}): Promise<Local> {
  const now = options.now ?? Date.now;
  const issuer = options.issuer ?? (await makeIssuer(now));
  const rules: EgressRules = {
    sandbox: origin,
    servers: [origin],
    caveHosts: [],
    storageHosts: ['storage.googleapis.com'],
    writeBuckets: [],
    deleteBuckets: [],
    ...options.rules,
  };
  const limits = { ...readLimits({}), workers: 2, serviceMb: UNBOUNDED_MB, ...options.limits };
  const keys = deriveKeys(SECRET);
  const store = options.store ?? memoryStore();
  const revocations = createRevocations(store, now);
  const idTokenRules = {
    audiences: [AUDIENCE],
    allow: options.allow ?? ['@lab.example'],
    keys: issuer.keys,
    now,
  };
  const authenticator = createAuthenticator({
    keys,
    idTokenRules,
    revocations,
    tasks: options.tasks ? { ...options.tasks, keys: issuer.keys } : null,
  });
  const runner =
    options.runner ??
    withSmallWork(
      createWorkerPool(
        bundle(),
        { rules, limits, storageToken: options.storageToken ?? 'none' },
        limits,
        undefined,
        (tell) => fleetPaces({ store, now, tell, lookMs: options.lookMs ?? 2000 }),
      ),
      limits,
      now,
    );
  const shared = {
    store,
    runner,
    keys,
    limits,
    countNew: perMinute(store, limits.jobsPerPerson, now),
    now,
    ...(options.reportMs ? { reportMs: options.reportMs } : {}),
  };
  const { jobs, queue } = createJobs(
    shared,
    options.queue ?? ((run) => localQueue(run, { redeliverMs: 50 })),
  );
  const { columns, queue: parts } = createColumns(
    { ...shared, ...(options.sleep ? { sleep: options.sleep } : {}) },
    options.partsQueue ?? ((run) => localQueue(run, { redeliverMs: 50, concurrency: limits.workers })),
  );
  const log: string[] = [];
  const app = createService({
    version: '0',
    limits,
    rules,
    keys,
    authenticator,
    revocations,
    runner,
    requestsOf: personLimit({ store, limit: limits.perPerson, now }),
    jobs,
    columns,
    log: jsonLog((line) => log.push(line), now),
    now,
    volumes: options.volumes ?? '',
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    url,
    ask: (path, { headers = {}, body } = {}) => askAt(`${url}${path}`, headers, body),
    issuer,
    keys,
    revocations,
    runner,
    rules,
    limits,
    log,
    headers: async (token, cave) => ({
      authorization: `Bearer ${token ?? (await issuer.token())}`,
      ...(cave ? { 'x-cave-token': cave } : {}),
    }),
    async close() {
      await queue.close();
      await parts.close();
      await runner.close();
      await app.close();
    },
  };
}
