/** Starts executions for menus, triggers, pages and formulas, on either driver. */

import { type Awaitable, continueWith } from '../platform/awaitable';
import { Kill } from '../platform/errors';
import type { EntryKind, Mode } from '../platform/options';
import type { Invocation, ServiceContext } from '../services/context';
import type { World } from '../world/world';
import type { Driver } from './driver';
import { clockEvent, editEvent, fileEvent, type GridEdit } from './events';
import { Execution } from './execution';
import type { Outcome } from './outcome';
import { checkPageArguments, checkPageFunction, pageArguments, pageResult } from './page-call';

const refuse = (message: string): Outcome => ({ ok: false, name: '', message, line: 0 });
const NAME = /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/;

export class Launcher {
  /** True if a user has run the add-on in this file, so that collaborators see its menu. */
  enabled = true;
  /** Running executions, so that a page can end them. */
  readonly live = new Map<string, Execution>();

  constructor(
    readonly world: World,
    private readonly driver: Driver,
  ) {}

  start(invocation: Invocation, wait = false): Awaitable<Outcome> {
    const { world } = this;
    if (!NAME.test(invocation.fn)) return refuse(`Script function not found: ${invocation.fn}`);
    world.user(invocation.user);
    const busy = world.running.get(invocation.user) ?? 0;
    if (busy >= world.switches.atOnce && invocation.entry !== 'cell') {
      return refuse('There are too many scripts running simultaneously for this Google user account.');
    }
    const { switches, grants } = world;
    const incomplete = (grants.listed ?? []).some((scope) => !grants.has(invocation.user, scope));
    if (invocation.mode === 'FULL' && !switches.granularConsent && incomplete) {
      return refuse('Authorization is required to perform that action.');
    }
    const execution = new Execution(world, invocation);
    world.running.set(invocation.user, busy + 1);
    this.live.set(execution.id, execution);
    return continueWith(this.driver.run(execution, wait), () => {
      world.running.set(invocation.user, (world.running.get(invocation.user) ?? 1) - 1);
      this.live.delete(execution.id);
      return execution.finish();
    });
  }

  run(fn: string, args: unknown[], options: { user: string; entry?: EntryKind; mode?: Mode }, wait = false) {
    const entry = options.entry ?? 'menu';
    const mode =
      options.mode ?? (entry === 'cell' ? 'CUSTOM_FUNCTION' : entry === 'open' ? 'LIMITED' : 'FULL');
    if (entry === 'menu' || entry === 'sidebar') this.enabled = true;
    return this.start({ fn, args, user: options.user, entry, mode }, wait);
  }

  /** If onOpen fails, there is no menu. */
  open(user: string, mode: Mode = this.enabled ? 'LIMITED' : 'NONE'): Awaitable<Outcome> {
    this.world.screen.setMenu(user, []);
    const args = (execution: ServiceContext) => [fileEvent(execution, mode)];
    return continueWith(this.start({ fn: 'onOpen', args, user, entry: 'open', mode }), (outcome) => {
      if (!outcome.ok) this.world.screen.setMenu(user, []);
      return continueWith(
        this.runInstalled('ON_OPEN', (execution) => fileEvent(execution, 'FULL')),
        () => outcome,
      );
    });
  }

  /**
   * Simulates typing by a user: runs the simple onEdit in LIMITED, then the triggers installed for edits and changes.
   */
  edited(user: string, edit: GridEdit): Awaitable<Outcome[]> {
    const simple = this.world.script.find('onEdit');
    const args = (execution: ServiceContext) => [editEvent(execution, 'LIMITED', edit)];
    const start = { fn: 'onEdit', args, user, entry: 'open', mode: 'LIMITED' } as const;
    return continueWith(simple ? this.start(start) : null, (first) =>
      continueWith(
        this.runInstalled('ON_EDIT', (execution) => editEvent(execution, 'FULL', edit)),
        (edits) =>
          continueWith(this.changed('EDIT'), (changes) => [...(first ? [first] : []), ...edits, ...changes]),
      ),
    );
  }

  /** EDIT, INSERT_ROW, REMOVE_ROW, INSERT_COLUMN, REMOVE_COLUMN, INSERT_GRID, REMOVE_GRID, FORMAT or OTHER. */
  changed(changeType: string): Awaitable<Outcome[]> {
    return this.runInstalled('ON_CHANGE', (execution) => ({ ...fileEvent(execution, 'FULL'), changeType }));
  }

  /** Installation from the store inside the editor: runs onInstall, which usually calls onOpen. */
  install(user: string): Awaitable<Outcome> {
    this.enabled = true;
    const args = (execution: ServiceContext) => [fileEvent(execution, 'FULL')];
    return this.start({ fn: 'onInstall', args, user, entry: 'open', mode: 'FULL' });
  }

  callFromPage(fn: string, args: unknown[], user: string, wait = false): Awaitable<Outcome> {
    const wrong = checkPageFunction(this.world.script, fn) ?? checkPageArguments(args);
    if (wrong) return wrong;
    this.enabled = true;
    const start = { fn, args: pageArguments(args), user, entry: 'sidebar', mode: 'FULL' } as const;
    return continueWith(this.start(start, wait), (outcome) => pageResult(outcome, this.world.switches));
  }

  /** Runs a trigger as its creator. */
  fire(
    id: string,
    wait = false,
    event: (execution: ServiceContext) => object = (execution) => fileEvent(execution, 'FULL'),
  ): Awaitable<Outcome> {
    const { world } = this;
    const record = world.triggers.get(id);
    if (!record) return refuse(`no such trigger: ${id}`);
    const { user, fn } = record;
    world.triggers.passed(record);
    if (world.quotas.isSpent(user, 'triggerMs'))
      return refuse('Service using too much computer time for one day');
    const began = world.clock.now();
    const args = (execution: ServiceContext) => [
      record.event === 'CLOCK' ? clockEvent(execution, record) : { ...event(execution), triggerUid: id },
    ];
    return continueWith(this.start({ fn, args, user, entry: 'trigger', mode: 'FULL' }, wait), (outcome) => {
      world.quotas.record(user, 'triggerMs', world.clock.now() - began);
      return outcome;
    });
  }

  /** Advances the clock and fires the triggers that become due, in order. */
  advance(ms: number, wait = false): Awaitable<{ id: string; outcome: Outcome }[]> {
    const { clock, triggers } = this.world;
    const target = clock.now() + ms;
    const results: { id: string; outcome: Outcome }[] = [];
    const next = (): Awaitable<{ id: string; outcome: Outcome }[]> => {
      const record = triggers.dueBy(target);
      if (!record) {
        clock.set(Math.max(clock.now(), target));
        return results;
      }
      clock.set(Math.max(clock.now(), record.due ?? 0));
      return continueWith(this.fire(record.id, wait), (outcome) => {
        results.push({ id: record.id, outcome });
        return next();
      });
    };
    return next();
  }

  /** Runs the triggers installed for an event, one after the other, each as its creator. */
  private runInstalled(event: string, eventOf: (execution: ServiceContext) => object): Awaitable<Outcome[]> {
    const ids = this.world.triggers.list().flatMap((record) => (record.event === event ? [record.id] : []));
    const outcomes: Outcome[] = [];
    const next = (): Awaitable<Outcome[]> => {
      const id = ids.shift();
      if (id === undefined) return outcomes;
      return continueWith(this.fire(id, false, eventOf), (outcome) => {
        outcomes.push(outcome);
        return next();
      });
    };
    return next();
  }

  kill(id: string, message = 'The execution was ended'): boolean {
    const execution = this.live.get(id);
    execution?.kill(new Kill(message));
    return execution !== undefined;
  }

  close(): Awaitable<void> {
    return this.driver.close();
  }
}
