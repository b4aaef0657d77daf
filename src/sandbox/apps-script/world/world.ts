/** Everything that outlives an execution: the file, its users, stores, locks, triggers, the screen. */

import type { Workbook } from '../../sheet/types';
import type { WireReply } from '../../wire';
import type { Execution } from '../execution';
import { type HostOptions, type Switches, type User, withDefaults } from '../options';
import { readScript, type Script } from '../script';
import { CacheStores } from './caches';
import { type Clock, virtualClock } from './clock';
import { type Counters, newCounters } from './counters';
import { Grants } from './grants';
import { Locks } from './locks';
import { PropertyStores } from './properties';
import { Quotas } from './quotas';
import { seededRandom } from './random';
import { Screen } from './screen';
import { Triggers } from './triggers';

/** A request as it left, for tests that look at the wire. */
export interface Sent {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: Uint8Array;
  user: string;
  execution: string;
  at: number;
}

export interface Hooks {
  /**
   * Before each service call: may move the clock, change the workbook, run another execution, throw a ScriptError
   * (the script sees an exception) or a Kill (the execution ends as by a power loss).
   */
  beforeCall?: (service: string, method: string, args: readonly unknown[], execution: Execution) => void;
  beforeRequest?: (sent: Sent) => void;
}

/** One finished execution. */
export interface Ran {
  id: string;
  fn: string;
  entry: string;
  mode: string;
  user: string;
  start: number;
  end: number;
  ok: boolean;
  message: string;
  counters: Counters;
  logs: readonly string[];
}

export class World {
  readonly switches: Switches;
  readonly clock: Clock;
  readonly random: () => number;
  readonly script: Script;
  readonly properties = new PropertyStores();
  readonly caches: CacheStores;
  readonly locks = new Locks();
  readonly triggers: Triggers;
  readonly screen = new Screen();
  readonly grants: Grants;
  readonly quotas: Quotas;
  readonly hooks: Hooks = {};
  readonly sent: Sent[] = [];
  readonly ran: Ran[] = [];
  /** Sums over all executions. */
  readonly totals = newCounters();
  readonly mails: { to: string; subject: string; body: string; user: string }[] = [];
  /** Executions under way, by user. */
  readonly running = new Map<string, number>();
  /** Who types formulas. */
  keyboard: string;
  /** Real HTTP of the worker driver, or null. */
  live: ((sent: Sent, timeoutMs: number) => Promise<WireReply | null>) | null = null;
  /** The driver can wait without blocking the host. */
  concurrent = false;
  private count = 0;

  constructor(readonly options: HostOptions) {
    this.switches = withDefaults(options.switches);
    this.clock = options.clock ?? virtualClock();
    this.random = seededRandom(options.seed ?? 1);
    this.script = readScript(options.code);
    this.caches = new CacheStores(
      this.clock,
      () => this.switches.cacheMissRate > 0 && this.random() < this.switches.cacheMissRate,
    );
    this.triggers = new Triggers(this.random, () => this.clock.now());
    this.grants = new Grants(options.manifest.oauthScopes ?? null);
    this.quotas = new Quotas(this.switches.daily, this.clock);
    this.keyboard = options.owner;
  }

  get workbook(): Workbook {
    return this.options.workbook;
  }

  /** The file and the others that openById may reach. */
  get books(): Workbook[] {
    return [this.workbook, ...Object.values(this.options.otherWorkbooks ?? {})];
  }

  get zone(): string {
    return this.options.manifest.timeZone ?? 'Etc/UTC';
  }

  user(email: string): User {
    const user = this.options.users.find((candidate) => candidate.email === email);
    if (!user) throw new Error(`no such user: ${email}`);
    return user;
  }

  /** Adds to a record, and forgets the oldest of a long one. */
  note<T>(record: T[], item: T): void {
    record.push(item);
    const { keep } = this.options;
    if (keep !== undefined && record.length > keep) record.shift();
  }

  nextId(prefix: string): string {
    this.count += 1;
    return `${prefix}-${this.count}`;
  }
}
