/** Everything that outlives an execution: the file, its users, stores, locks, triggers, the screen. */

import { type Clock, virtualClock } from '../platform/clock';
import { completeSwitches, type HostOptions, type Switches, type User } from '../platform/options';
import { readScript, type Script } from '../platform/script';
import type { WireReply } from '../platform/wire';
import type { Workbook } from '../sheet/model/types';
import { CacheStores } from './caches';
import { newCallCounters } from './counters';
import { Grants } from './grants';
import type { Hooks } from './hooks';
import { Locks } from './locks';
import { PropertyStores } from './properties';
import { Quotas } from './quotas';
import { seededRandom } from './random';
import type { ExecutionRecord, SentRequest } from './records';
import { Screen } from './screen';
import { Triggers } from './triggers';

export class World {
  readonly switches: Switches;
  readonly clock: Clock;
  readonly random: () => number;
  readonly script: Script;
  readonly properties = new PropertyStores();
  readonly caches: CacheStores;
  readonly locks = new Locks(() => this.clock.now());
  readonly triggers: Triggers;
  readonly screen = new Screen();
  readonly grants: Grants;
  readonly quotas: Quotas;
  readonly hooks: Hooks = {};
  readonly sent: SentRequest[] = [];
  readonly ran: ExecutionRecord[] = [];
  /** Sums over all executions. */
  readonly totals = newCallCounters();
  readonly mails: { to: string; subject: string; body: string; user: string }[] = [];
  /** Running executions, by user. */
  readonly running = new Map<string, number>();
  /** The user who types formulas. */
  keyboard: string;
  /** Real HTTP of the worker driver, or null. */
  live: ((sent: SentRequest, timeoutMs: number) => Promise<WireReply | null>) | null = null;
  /** True if the driver can wait without blocking the host. */
  concurrent = false;
  private count = 0;

  constructor(readonly options: HostOptions) {
    this.switches = completeSwitches(options.switches);
    this.clock = options.clock ?? virtualClock();
    this.random = seededRandom(options.seed ?? 1);
    this.script = readScript(options.code);
    this.caches = new CacheStores(
      this.clock,
      () => this.switches.cacheMissRate > 0 && this.random() < this.switches.cacheMissRate,
    );
    this.triggers = new Triggers(this.random, () => this.clock.now());
    this.grants = new Grants(options.manifest.oauthScopes ?? null);
    this.quotas = new Quotas(this.switches.daily, this.clock, this.switches.dailyQuotaText);
    this.keyboard = options.owner;
  }

  get workbook(): Workbook {
    return this.options.workbook;
  }

  /** The file, and the others that openById can reach. */
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

  /** Appends to a list of records, and drops the oldest ones beyond the limit. */
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
