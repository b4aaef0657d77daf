/**
 * Plays on one sheet with one event each, cheaper than separate plays. The calm run is played once, and the state of
 * the world saved at each call of the add-on. A play starts at the call in which its event happens. It stops early if
 * the event is over and the world is in a state from which an earlier play ended well. This assumes that a call's
 * effect depends only on the world, its arguments and its seed; each call starts at a full minute of the virtual clock.
 */
import { createHash } from 'node:crypto';
import type { Workbench } from '../addon/workbench';
import { random } from '../random';
import type { Answers } from './drive';
import { newStage, type PlayOptions, type PlayWatch, playOn, type Stage } from './play';
import type { EventKind } from './scene';
import { snapshotOf, stateText } from './snapshot';

type Attempt = Workbench['attempt'];

interface Recorded {
  name: string;
  outcome: ReturnType<Attempt>;
  /** Service calls, as `[service, method]`. */
  calls: [string, string][];
  restore: () => void;
  phase: Phase;
}

export type Phase = 'run' | 'undo';

/** Thrown when the rest of a play is known. */
class KnownEnd extends Error {}

const MINUTE_MS = 60_000;
/** Services that know nothing of the spreadsheet: an event before such a call may as well happen after it. */
const BESIDE =
  /^(Properties|PropertiesService|Lock|LockService|Cache|CacheService|Session|User|Utilities|UrlFetchApp|HTTPResponse|RichTextValue)$/;
/** Calls that change nothing: a kill before such a call has the same effect as one after it. */
const READS =
  /^(Session|User|Utilities|HTTPResponse|PropertiesService|LockService|CacheService)\.|^Properties\.get/;

export class ForkedPlays {
  /** Number of plays that stopped early at a known state. */
  known = 0;
  private readonly attempt: Attempt;
  private readonly stage: Stage;
  private readonly recorded: Recorded[] = [];
  private readonly endsWell = new Set<string>();
  private readonly calmRestore: () => void;

  constructor(
    private readonly bench: Workbench,
    private readonly answers: Answers,
    private readonly options: Pick<PlayOptions, 'sheet' | 'pool' | 'replace'>,
  ) {
    this.attempt = bench.attempt;
    this.stage = newStage(bench, options);
    this.toMinute();
    this.calmRestore = this.snapshot();
    this.record();
  }

  /** Service calls of the calm run, or of its Undo. */
  calls(phase: Phase): [string, string][] {
    return this.recorded.filter((each) => each.phase === phase).flatMap(({ calls }) => calls);
  }

  /** Places, from 1, with different effects for this event: any other place has the same effect as an earlier one. */
  places({ name, meets }: EventKind, phase: Phase): number[] {
    const calls = this.calls(phase);
    return calls.flatMap(([service, method], i) => {
      const [before, from] = [calls[i - 1], `${service}.${method}`];
      if (meets) return from.startsWith(meets) ? [i + 1] : [];
      if (!before) return [i + 1];
      if (name === 'kill') return READS.test(before.join('.')) ? [] : [i + 1];
      return isOfSheet(name) && BESIDE.test(before[0]) ? [] : [i + 1];
    });
  }

  /** Returns the errors found at the end. */
  play(event: EventKind, phase: Phase, at: number, seed: number): string[] {
    const strikes = [{ event, at }];
    const first = /Ctrl\+Z/.test(event.name) ? 0 : this.attemptOf(phase, at);
    (this.recorded[first]?.restore ?? this.calmRestore)();
    const met: string[] = [];
    let state: PlayWatch | null = null;
    let count = 0;
    let isRunning = false;
    this.bench.attempt = (name, args, user) => {
      // A call made by another call is part of its event.
      if (isRunning) return this.attempt(name, args, user);
      const place = count++;
      if (place < first) return this.replay(this.recorded[place]!);
      this.toMinute();
      if (state?.isQuiet() && state.wrong.length + state.layout.wrong.length === 0) {
        const key = this.keyOf(state, name, args);
        if (this.endsWell.has(key)) throw new KnownEnd();
        met.push(key);
      }
      isRunning = true;
      try {
        return this.seeded(place, name, args, user);
      } finally {
        isRunning = false;
      }
    };
    try {
      const { wrong } = playOn(
        this.bench,
        this.answers,
        this.stage,
        {
          ...this.options,
          seed,
          strikes: [],
          undoStrikes: [],
          [phase === 'run' ? 'strikes' : 'undoStrikes']: strikes,
        },
        (watch) => {
          state = watch;
        },
      );
      if (wrong.length === 0) for (const key of met) this.endsWell.add(key);
      return wrong;
    } catch (error) {
      if (!(error instanceof KnownEnd)) throw error;
      this.known++;
      for (const key of met) this.endsWell.add(key);
      return [];
    } finally {
      this.bench.attempt = this.attempt;
      this.bench.host.hooks.beforeCall = undefined;
    }
  }

  private record(): void {
    let phase: Phase = 'run';
    this.bench.attempt = (name, args, user) => {
      if (name === 'undo') phase = 'undo';
      this.toMinute();
      const restore = this.snapshot();
      const calls: [string, string][] = [];
      const { hooks } = this.bench.host;
      const inner = hooks.beforeCall;
      if (inner) {
        hooks.beforeCall = (service, method, ...more) => {
          calls.push([service, method]);
          inner(service, method, ...more);
        };
      }
      const outcome = this.seeded(this.recorded.length, name, args, user);
      hooks.beforeCall = inner;
      this.recorded.push({ name, outcome, calls, restore, phase });
      return outcome;
    };
    const { wrong } = playOn(this.bench, this.answers, this.stage, {
      ...this.options,
      seed: 1,
      strikes: [],
      undoStrikes: [],
    });
    this.bench.attempt = this.attempt;
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
  }

  private replay({ calls, outcome }: Recorded): ReturnType<Attempt> {
    const hook = this.bench.host.hooks.beforeCall as ((service: string, method: string) => void) | undefined;
    if (hook) for (const [service, method] of calls) hook(service, method);
    return structuredClone(outcome);
  }

  /** Random names in a call of the add-on are the same in every play. */
  private seeded(place: number, ...args: Parameters<Attempt>): ReturnType<Attempt> {
    Object.assign(this.bench.host.world, { random: random(place + 1) });
    return this.attempt(...args);
  }

  /** Undo is always played from its start, because the run's result is checked before it. */
  private attemptOf(phase: Phase, at: number): number {
    let left = at;
    const found = this.recorded.findIndex((each) => {
      if (each.phase !== phase) return false;
      left -= each.calls.length;
      return phase === 'undo' || left <= 0;
    });
    return Math.max(0, found);
  }

  private snapshot(): () => void {
    const { clock } = this.bench.host;
    const now = clock.now();
    const restore = snapshotOf(this.roots());
    return () => {
      restore();
      clock.set(now);
    };
  }

  private roots(): object[] {
    const { world } = this.bench.host;
    world.sent.length = 0;
    world.ran.length = 0;
    const { properties, caches, locks, triggers, screen, quotas, mails } = world;
    return [this.bench.book, properties, caches, locks, triggers, screen, quotas, mails];
  }

  private keyOf({ happened }: PlayWatch, name: string, args: unknown[]): string {
    const { killLosesBufferedWrites } = this.bench.host.world.switches;
    const [book, properties, caches, locks, triggers, screen] = this.roots();
    const state = stateText([book!, properties!, caches!, locks!, triggers!, screen!, happened]);
    const text = `${name} ${JSON.stringify(args)} ${killLosesBufferedWrites}\n${state}`;
    return createHash('sha1').update(text).digest('base64');
  }

  private toMinute(): void {
    const { clock } = this.bench.host;
    clock.set(Math.ceil((clock.now() + 1) / MINUTE_MS) * MINUTE_MS);
  }
}

const isOfSheet = (name: string): boolean =>
  !/kill|datastack|somebody runs|a schedule|Google|quota|lock is|TT |, then|Ctrl\+Z/.test(name);
