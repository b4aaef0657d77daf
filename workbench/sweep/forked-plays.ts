/**
 * Plays on one sheet with one event each, cheaper than separate plays. The calm run is played once, and the state of
 * the world saved at each call of the add-on. A play starts at the call in which its event happens. It stops early if
 * the event is over and the world is in a state from which an earlier play ended well. This assumes that a call's
 * effect depends only on the world, its arguments and its seed; each call starts at a full minute of the virtual clock.
 * A play also finds the following places at which its event has the same effect: they need no plays of their own.
 */
import { createHash } from 'node:crypto';
import type { Workbench } from '../addon/workbench';
import { random } from '../random';
import { ObjectNames, type TracedMessage, TraceRecorder, type WorldRoots } from './call-trace';
import type { Answers } from './drive';
import { callPositions, EqualPlaces, equalKills } from './equal-places';
import { type EventLog, newEventLog } from './event-log';
import { newStage, type PlayOptions, type PlayWatch, playOn, type Stage } from './play';
import type { EventKind } from './scene';
import { snapshotOf, stateText } from './snapshot';

type Attempt = Workbench['attempt'];

interface Recorded {
  args: Parameters<Attempt>;
  outcome: ReturnType<Attempt>;
  /** Service calls, as `[service, method]`. */
  calls: [string, string][];
  restore: () => void;
  phase: Phase;
  trace?: TracedMessage[];
}

export type Phase = 'run' | 'undo';

/** What a play found, and the last place at which its event has the same effect. */
export interface ForkedPlay {
  wrong: string[];
  equalTo: number;
}

/** Thrown when the rest of a play is known. */
class KnownEnd extends Error {}

const MINUTE_MS = 60_000;

export class ForkedPlays {
  /** Number of plays, and of those that stopped early at a known state. */
  plays = 0;
  known = 0;
  private readonly attempt: Attempt;
  private readonly stage: Stage;
  private readonly recorded: Recorded[] = [];
  private readonly endsWell = new Set<string>();
  private readonly names = new ObjectNames();
  private stopsEarly = true;
  private happened: EventLog = newEventLog();

  constructor(
    private readonly bench: Workbench,
    private readonly answers: Answers,
    private readonly options: Pick<PlayOptions, 'sheet' | 'pool' | 'replace'>,
  ) {
    this.attempt = bench.attempt;
    this.stage = newStage(bench, options);
    this.toMinute();
    this.record();
  }

  /** Service calls of the calm run, or of its Undo. */
  calls(phase: Phase): [string, string][] {
    return this.recorded.filter((each) => each.phase === phase).flatMap(({ calls }) => calls);
  }

  /** Service calls, from 1, at which this event may happen. */
  places({ meets = '' }: EventKind, phase: Phase): number[] {
    return this.calls(phase).flatMap(([service, method], i) =>
      `${service}.${method}`.startsWith(meets) ? [i + 1] : [],
    );
  }

  /** Plays the event at a place; a kill also with the writes that wait lost, or not lost. */
  playAll(event: EventKind, phase: Phase, at: number, seed: number): ForkedPlay {
    const first = this.play(event, phase, at, seed);
    if (event.name !== 'kill' || this.pendingAt(phase, at) === 0) return first;
    const second = this.play(event, phase, at, seed + 1);
    return { wrong: [...first.wrong, ...second.wrong], equalTo: first.equalTo };
  }

  /** What a play leaves behind, as a text: it is played to its end, even if that is known. */
  endOf(event: EventKind, phase: Phase, at: number, seed: number): string {
    this.stopsEarly = false;
    const { wrong } = this.play(event, phase, at, seed);
    this.stopsEarly = true;
    return [wrong.length, this.keyOf(this.happened, 'end', [])].join(' ');
  }

  /** `seed` decides the random details of the event; if it is even, a kill loses the writes that wait. */
  play(event: EventKind, phase: Phase, at: number, seed: number): ForkedPlay {
    this.plays++;
    const struck = this.attemptOf(phase, at);
    const first = this.firstOf(event, phase, at);
    // The first time, it plays the calm call: before the world is restored.
    const calm = this.traceOf(struck);
    this.recorded[first]!.restore();
    const met: string[] = [];
    let state: PlayWatch | null = null;
    let count = 0;
    let isRunning = false;
    let isInEvent = false;
    let isWide = false;
    const watched: EventKind = {
      ...event,
      happen: (scene) => {
        const before = this.restText();
        event.happen(scene);
        isWide = this.restText() !== before;
      },
    };
    const equal = new EqualPlaces(
      calm,
      at - this.callsBefore(struck),
      {
        isWide: () => isWide,
        isQuiet: () => state?.isQuiet() ?? false,
        isArmed: () => state !== null && isArmed(state),
        reverts: reverts(event),
      },
      this.names,
    );
    const { hooks } = this.bench.host;
    this.bench.attempt = (name, args, user) => {
      // A call made by another call is part of its event.
      if (isRunning) {
        isInEvent = true;
        const outcome = this.attempt(name, args, user);
        isInEvent = false;
        return outcome;
      }
      const place = count++;
      if (place < first) return this.replay(this.recorded[place]!);
      this.toMinute();
      if (this.stopsEarly && state?.isQuiet() && state.wrong.length + state.layout.wrong.length === 0) {
        const key = this.keyOf(state.happened, name, args);
        if (this.endsWell.has(key)) throw new KnownEnd();
        met.push(key);
      }
      isRunning = true;
      if (place === struck)
        hooks.afterMessage = (message, execution) => {
          if (!isInEvent) equal.follow(message, execution);
        };
      try {
        return this.seeded(place, name, args, user);
      } finally {
        isRunning = false;
        hooks.afterMessage = undefined;
      }
    };
    const strikes = [{ event: watched, at }];
    let wrong: string[] = [];
    try {
      ({ wrong } = playOn(
        this.bench,
        this.answers,
        this.stage,
        {
          ...this.options,
          seed,
          strikes: phase === 'run' ? strikes : [],
          undoStrikes: phase === 'undo' ? strikes : [],
          runIsRight: phase === 'undo',
        },
        (watch) => {
          state = watch;
          this.happened = watch.happened;
        },
      ));
    } catch (error) {
      if (!(error instanceof KnownEnd)) throw error;
      this.known++;
    } finally {
      this.bench.attempt = this.attempt;
      hooks.beforeCall = undefined;
    }
    if (wrong.length === 0) for (const key of met) this.endsWell.add(key);
    return { wrong, equalTo: at + (event.name === 'kill' ? this.equalKills(struck, at) : equal.count) };
  }

  private record(): void {
    let phase: Phase = 'run';
    const { hooks } = this.bench.host;
    this.bench.attempt = (...args) => {
      if (args[0] === 'undo') phase = 'undo';
      this.toMinute();
      const restore = this.snapshot();
      const calls: [string, string][] = [];
      const inner = hooks.beforeCall;
      if (inner) {
        hooks.beforeCall = (service, method, ...more) => {
          calls.push([service, method]);
          inner(service, method, ...more);
        };
      }
      const outcome = this.seeded(this.recorded.length, ...args);
      hooks.beforeCall = inner;
      this.recorded.push({ args, outcome, calls, restore, phase });
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

  /** The messages of a call of the add-on in the calm run; it is made again for them, the first time. */
  private traceOf(place: number): TracedMessage[] {
    const recorded = this.recorded[place]!;
    if (recorded.trace) return recorded.trace;
    const { restore, args, calls } = recorded;
    const { hooks } = this.bench.host;
    restore();
    this.toMinute();
    const recorder = new TraceRecorder(() => this.roots(), this.names);
    hooks.beforeCall = (service, method) => recorder.before(service, method);
    hooks.afterMessage = (message, execution) => recorder.after(message, execution);
    this.seeded(place, ...args);
    hooks.beforeCall = undefined;
    hooks.afterMessage = undefined;
    recorded.trace = recorder.messages;
    if (callPositions(recorded.trace).length !== calls.length)
      throw new Error('a calm call is not as before');
    return recorded.trace;
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

  private attemptOf(phase: Phase, at: number): number {
    let left = at;
    return this.recorded.findIndex((each) => {
      if (each.phase !== phase) return false;
      left -= each.calls.length;
      return left <= 0;
    });
  }

  /** Calls of the same phase before this call of the add-on. */
  private callsBefore(place: number): number {
    const { phase } = this.recorded[place]!;
    return this.recorded
      .slice(0, place)
      .reduce((sum, each) => (each.phase === phase ? sum + each.calls.length : sum), 0);
  }

  /** The call of the add-on at which the play starts: what an event reverts is to be written in it. */
  private firstOf(event: EventKind, phase: Phase, at: number): number {
    const isWrite = this.calls(phase).map(([, method]) => method === 'setValues' || method === 'setValue');
    const written = isWrite.lastIndexOf(true, at - 1) + 1;
    return this.attemptOf(phase, reverts(event) && written > 0 ? written : at);
  }

  private pendingAt(phase: Phase, at: number): number {
    const struck = this.attemptOf(phase, at);
    const trace = this.traceOf(struck);
    return trace[callPositions(trace)[at - this.callsBefore(struck) - 1]!]!.pendingWrites;
  }

  private equalKills(struck: number, at: number): number {
    return equalKills(this.traceOf(struck), at - this.callsBefore(struck));
  }

  private snapshot(): () => void {
    const { clock } = this.bench.host;
    const { quotas, mails } = this.bench.host.world;
    const now = clock.now();
    const { book, rest } = this.roots();
    const restore = snapshotOf([book, ...rest, quotas, mails]);
    return () => {
      restore();
      clock.set(now);
    };
  }

  private roots(): WorldRoots {
    const { world } = this.bench.host;
    world.sent.length = 0;
    world.ran.length = 0;
    const { properties, caches, locks, triggers, screen } = world;
    return { book: this.bench.book, rest: [properties, caches, locks, triggers, screen] };
  }

  /** Everything beside the spreadsheet, and the time. */
  private restText(): string {
    return `${this.bench.host.clock.now()} ${stateText(this.roots().rest)}`;
  }

  private keyOf(happened: EventLog, name: string, args: unknown[]): string {
    const { killLosesBufferedWrites } = this.bench.host.world.switches;
    const { book, rest } = this.roots();
    const state = stateText([book, ...rest, happened]);
    const text = `${name} ${JSON.stringify(args)} ${killLosesBufferedWrites}\n${state}`;
    return createHash('sha1').update(text).digest('base64');
  }

  private toMinute(): void {
    const { clock } = this.bench.host;
    clock.set(Math.ceil((clock.now() + 1) / MINUTE_MS) * MINUTE_MS);
  }
}

/** The event needs to know what was there before the last write. */
const reverts = ({ name }: EventKind): boolean => name.startsWith('Ctrl+Z');

const isArmed = ({ happened }: PlayWatch): boolean =>
  happened.lateRevert || happened.lateEdits.size + happened.watches.length > 0;
