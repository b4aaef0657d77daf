/** Runs work of the add-on on its platform's driver, under a policy by name. */
import { type RequestCounters, type RunPolicy, runSync } from '../http/runner';
import type { Work } from '../http/work';
import { type PolicyName, runPolicy } from '../tools/runner/run-policies';
import { storeDriver } from './access/store-driver';
import type { Host } from './interfaces/host';

export interface RunWorkOptions {
  /** Milliseconds since the epoch, where the run began before its work. */
  started?: number;
  cancelled?: RunPolicy['cancelled'];
  counters?: RequestCounters;
}

export function runWork<T>(
  work: Work<T>,
  host: Host,
  name: PolicyName,
  { started, cancelled, counters }: RunWorkOptions = {},
): T {
  const policy = runPolicy(name, host, started);
  return runSync(work, storeDriver(host), cancelled ? { ...policy, cancelled } : policy, counters);
}
