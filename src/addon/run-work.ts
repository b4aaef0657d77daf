/** Runs work of the add-on with its platform's driver, under a named policy. */
import { type RequestCounters, type RunPolicy, runSync } from '../http/runner';
import type { Work } from '../http/work';
import { type PolicyName, runPolicy } from '../tools/runner/run-policies';
import { storeDriver } from './access/store-driver';
import type { Host } from './interfaces/host';

export interface RunWorkOptions {
  /** When the run began, in milliseconds since the epoch, if that was before this call. */
  startedAt?: number;
  cancelled?: RunPolicy['cancelled'];
  counters?: RequestCounters;
}

export function runWork<T>(
  work: Work<T>,
  host: Host,
  name: PolicyName,
  { startedAt, cancelled, counters }: RunWorkOptions = {},
): T {
  const policy = runPolicy(name, host, startedAt);
  return runSync(work, storeDriver(host), cancelled ? { ...policy, cancelled } : policy, counters);
}
