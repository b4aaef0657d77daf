/** One execution of the script: its rights, its clock and its objects. Every service call passes through `perform`. */

import { type Codec, makeCodec } from '../guest/codec';
import { type Awaitable, continueWith, isThenable } from '../platform/awaitable';
import { sleep } from '../platform/clock';
import { Kill, ScriptError } from '../platform/errors';
import type { EntryKind, Mode } from '../platform/options';
import { checkPermission } from '../platform/permissions';
import { checkSignature, EnumValue, ServiceObject, Untransferable } from '../platform/service-object';
import type { Invocation, ObjectFactory, ServiceContext } from '../services/context';
import { CLASSES, globalObjects, objectFactory } from '../services/registry';
import { addCounters, newCallCounters } from '../world/counters';
import type { ObservedExecution, ScriptMessage } from '../world/hooks';
import type { World } from '../world/world';
import type { Outcome } from './outcome';

export class Execution implements ServiceContext, ObservedExecution {
  readonly id: string;
  readonly counters = newCallCounters();
  readonly logs: string[] = [];
  readonly loggerLines: string[] = [];
  readonly started: number;
  readonly deadline: number;
  readonly codec: Codec;
  readonly objects: ObjectFactory = objectFactory(this);
  /** True while the script's top-level code runs: it may call no service. */
  loading = true;
  dead: Kill | null = null;
  pending = false;
  /** As in `ExecutionRecord`; set by the driver. */
  heapBytes: number | null = null;
  /** Set by the driver: stops the execution at once. */
  onKill: () => void = () => {};
  private outcome: Outcome | null = null;
  private writes: (() => void)[] = [];
  private readonly globals: Map<string, ServiceObject>;
  private readonly objectTable: ServiceObject[] = [];
  private readonly objectIds = new Map<ServiceObject, string | number>();

  constructor(
    readonly world: World,
    readonly invocation: Invocation,
  ) {
    this.id = world.nextId('run');
    this.started = world.clock.now();
    this.deadline = this.started + world.switches.limitMs[invocation.entry];
    this.codec = makeCodec({
      toTag: (value) => this.tagOf(value),
      fromTag: (tag) => this.objectOf(tag),
    });
    this.globals = globalObjects(this);
    for (const [name, object] of this.globals) this.objectIds.set(object, name);
  }

  get user(): string {
    return this.invocation.user;
  }

  get fn(): string {
    return this.invocation.fn;
  }

  get entry(): EntryKind {
    return this.invocation.entry;
  }

  get mode(): Mode {
    return this.invocation.mode;
  }

  args(): unknown[] {
    const { args } = this.invocation;
    return typeof args === 'function' ? args(this) : args;
  }

  /** Handles a message of the context's bridge. Never throws. */
  handle(operation: string, text: string): Awaitable<string> {
    if (operation === 'call') return this.call(text);
    try {
      return this.handleNotice(operation, text);
    } catch (error) {
      this.fail('', error instanceof Error ? error.message : String(error));
      return '#';
    }
  }

  private handleNotice(operation: string, text: string): string {
    if (operation === 'now') return this.observed({ call: '', reply: String(this.world.clock.now()) });
    if (operation === 'log') this.logs.push(text);
    if (operation === 'start') {
      return this.codec.write([this.fn, this.args()]);
    }
    if (operation === 'done') this.outcome = { ok: true, value: this.codec.read(text) };
    if (operation === 'loaded') this.loading = false;
    if (operation === 'pending') this.pending = true;
    if (operation === 'missing') this.fail('', `Script function not found: ${text}`);
    if (operation === 'fail') {
      const [name, message, line] = this.codec.read(text) as [string, string, number];
      this.fail(name, message, line);
    }
    return '';
  }

  get pendingWrites(): number {
    return this.writes.length;
  }

  get settled(): boolean {
    return this.outcome !== null || this.dead !== null;
  }

  fail(name: string, message: string, line = 0): void {
    this.outcome = { ok: false, name, message, line };
  }

  /** Ends the run from outside: at a time limit, or as a crash. */
  kill(kill = new Kill()): void {
    this.dead ??= kill;
    this.onKill();
  }

  checkTime(): void {
    if (this.world.clock.now() >= this.deadline) throw new Kill();
  }

  /** Lets time pass: advances the virtual clock, blocks, or waits while the host continues. */
  pause(ms: number): Awaitable<void> {
    const { clock, concurrent } = this.world;
    if (clock.virtual) {
      clock.advance(ms);
      this.checkTime();
      return;
    }
    if (concurrent) return sleep(ms);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    this.checkTime();
  }

  /** Buffers a write until a flush, a read or the end of the run. */
  write(change: () => void): void {
    this.counters.sheetWrites += 1;
    this.writes.push(change);
  }

  beforeRead(): void {
    this.counters.sheetReads += 1;
    if (this.writes.length > 0) this.flush();
  }

  flush(): void {
    const writes = this.writes;
    this.writes = [];
    for (const change of writes) change();
    for (const book of this.world.books) book.settle();
  }

  /** Ends the run: releases locks, and applies or drops the buffered writes. */
  finish(): Outcome {
    const { world, dead } = this;
    if (!dead && world.clock.now() >= this.deadline) this.dead = new Kill();
    const losesWrites = this.dead?.abrupt && world.switches.killLosesBufferedWrites;
    if (losesWrites) {
      this.writes = [];
    } else if (this.writes.length > 0) {
      try {
        this.flush();
      } catch (error) {
        this.fail('Exception', error instanceof Error ? error.message : String(error));
      }
    }
    world.locks.releaseAll(this.id);
    const outcome = this.result();
    addCounters(world.totals, this.counters);
    world.note(world.ran, {
      id: this.id,
      fn: this.fn,
      entry: this.invocation.entry,
      mode: this.invocation.mode,
      user: this.user,
      start: this.started,
      end: world.clock.now(),
      ok: outcome.ok,
      message: outcome.ok ? '' : outcome.message,
      counters: this.counters,
      logs: this.logs,
      heapBytes: this.heapBytes,
    });
    return outcome;
  }

  private result(): Outcome {
    if (this.dead) {
      const failure = { ok: false as const, name: '', message: this.dead.message, line: 0 };
      return this.dead.abrupt ? { ...failure, killed: true } : failure;
    }
    if (this.pending && this.invocation.entry === 'cell' && this.world.switches.promiseInCell === 'fail') {
      return { ok: false, name: '', message: 'A formula may not return a promise', line: 0 };
    }
    return (
      this.outcome ?? { ok: false, name: '', message: 'The script is still waiting: use runAsync', line: 0 }
    );
  }

  private call(text: string): Awaitable<string> {
    if (this.dead) return '#';
    try {
      const [id, method, args] = this.codec.read(text) as [string | number, string, unknown[]];
      const target = typeof id === 'string' ? this.globals.get(id) : this.objectTable[id];
      if (!target) throw new ScriptError('The object is not of this execution');
      const value = this.perform(target, method, args);
      if (!isThenable(value)) return this.observed({ call: text, reply: this.reply(value), value });
      return value.then(
        (value) => this.observed({ call: text, reply: this.reply(value), value }),
        (error) => this.observed({ call: text, reply: this.refusal(error) }),
      );
    } catch (error) {
      return this.observed({ call: text, reply: this.refusal(error) });
    }
  }

  private observed(message: ScriptMessage): string {
    this.world.hooks.afterMessage?.(message, this);
    return message.reply;
  }

  private reply(value: unknown): string {
    return this.dead ? '#' : `=${this.codec.write(value)}`;
  }

  private refusal(error: unknown): string {
    if (error instanceof Kill) this.dead = error;
    if (this.dead) return '#';
    return `!${error instanceof Error ? error.message : String(error)}`;
  }

  private perform(target: ServiceObject, method: string, args: unknown[]): Awaitable<unknown> {
    const { world, invocation } = this;
    const { kind } = target;
    const of = CLASSES[kind];
    if (!of) throw new ScriptError(`no such class: ${kind}`);
    const name = `${kind}.${method}`;
    this.counters.calls[name] = (this.counters.calls[name] ?? 0) + 1;
    world.hooks.beforeCall?.(kind, method, args, this);
    checkPermission(
      kind,
      method,
      {
        entry: invocation.entry,
        mode: invocation.mode,
        loading: this.loading,
        listed: world.grants.listed,
        granted: (scope) => world.grants.has(this.user, scope),
      },
      world.switches,
    );
    checkSignature(of, method, args);
    const latency = world.switches.latencyMs;
    const ms = LOCAL.test(method) ? 0 : (latency[of.path.split('.')[0] ?? ''] ?? latency.other ?? 0);
    const invoke = () => {
      this.checkTime();
      const implementation = Reflect.get(target, method) as (...args: unknown[]) => Awaitable<unknown>;
      return Reflect.apply(implementation, target, args);
    };
    // A real clock gets no additional latency.
    if (ms > 0 && world.clock.virtual) world.clock.advance(ms);
    return continueWith(invoke(), (value) => (value === undefined ? null : value));
  }

  private tagOf(value: object): unknown[] | null {
    if (value instanceof EnumValue) return ['e', value.type, value.name];
    if (!(value instanceof ServiceObject)) return null;
    let id = this.objectIds.get(value);
    if (id === undefined) {
      id = this.objectTable.push(value) - 1;
      this.objectIds.set(value, id);
    }
    return ['r', id, value.kind];
  }

  private objectOf(tag: unknown[]): unknown {
    const [letter, first, second] = tag as [string, string | number, string | undefined];
    if (letter === 'e') return new EnumValue(String(first), second ?? '');
    if (letter === '?') return new Untransferable(String(first));
    if (letter === 't') return new Untransferable(String(first), second ?? '');
    return typeof first === 'string' ? this.globals.get(first) : this.objectTable[first];
  }
}

/** Methods that an Apps Script object answers without a service call, so they take no time. */
const LOCAL =
  /^(getRow|getColumn|getLastRow|getLastColumn|getNumRows|getNumColumns|getHeight|getWidth|getA1Notation|getSheet|offset|getRange|getCell|getScriptCache|getUserCache|getDocumentCache|get\w+Properties|get\w+Lock|hasLock|getActive|getUi)$/;
