/** Formulas: one execution each, anonymous, 30 s, 30 at once. */

import { continueWith } from '../platform/awaitable';
import { isDate, isPlainObject, ServiceObject, Untransferable } from '../platform/service-object';
import type { Invocation } from '../services/context';
import type { CellValue, CustomFunctions, Grid } from '../sheet/values/types';
import type { Launcher } from './launcher';
import type { Outcome } from './outcome';

type Done = (outcome: { value: unknown } | { error: string }) => void;
const TOO_MANY = 'There are too many scripts running simultaneously for this Google user account.';

export function customFunctions(launcher: Launcher): CustomFunctions {
  const { world } = launcher;
  const { functions } = world.script;
  const byName = new Map(
    functions.filter((each) => each.visible).map((each) => [each.name.toUpperCase(), each.name]),
  );
  /** Virtual clock: when each of the places side by side is free again. */
  let places: number[] = [];
  /** Real clock: who waits for a place. */
  const waiting: (() => void)[] = [];

  function begin(
    name: string,
    args: unknown[],
    at: { grid: Grid; row: number; column: number },
    done: Done,
  ): void {
    const cell = { grid: at.grid, row: at.row, column: at.column };
    const invocation: Invocation = {
      fn: name,
      args,
      user: world.keyboard,
      entry: 'cell',
      mode: 'CUSTOM_FUNCTION',
      cell,
    };
    continueWith(launcher.start(invocation, world.switches.promiseInCell === 'await'), (outcome) => {
      done(shownAs(outcome, world.switches.cellErrorLine, world.switches.cellTimeoutText));
      waiting.shift()?.();
    });
  }

  return {
    names: () => [...byName.values()],
    call(name, args: (CellValue | CellValue[][] | undefined)[], at, done) {
      const known = byName.get(name.toUpperCase());
      if (known === undefined) return done({ error: `Unknown function: '${name}'.` });
      const { atOnce, overflowingCells } = world.switches;
      if (!world.clock.virtual) {
        const busy = (world.running.get(world.keyboard) ?? 0) >= atOnce;
        if (!busy) return begin(known, args, at, done);
        if (overflowingCells === 'refuse') return done({ error: TOO_MANY });
        waiting.push(() => begin(known, args, at, done));
        return;
      }
      const now = world.clock.now();
      places = places.filter((end) => end > now).sort((a, b) => a - b);
      if (places.length >= atOnce && overflowingCells === 'refuse') return done({ error: TOO_MANY });
      // A waiting formula starts when the first of the others ends; nobody else's clock moves by it.
      const begins = places.length >= atOnce ? (places.shift() ?? now) : now;
      world.clock.set(begins);
      begin(known, args, at, (outcome) => {
        places.push(world.clock.now());
        done(outcome);
      });
      world.clock.set(now);
    },
  };
}

function shownAs(
  outcome: Outcome,
  withLine: boolean,
  timeoutText: string,
): { value: unknown } | { error: string } {
  if (outcome.ok) return resultOf(outcome.value);
  if (outcome.killed) return { error: timeoutText };
  const named = outcome.name === '' || outcome.name === 'Error' ? '' : `${outcome.name}: `;
  const line = withLine && outcome.line > 0 ? ` (line ${outcome.line}).` : '';
  return { error: `${named}${outcome.message}${line}` };
}

function resultOf(value: unknown): { value: unknown } | { error: string } {
  const odd = (item: unknown): boolean =>
    item instanceof Untransferable || item instanceof ServiceObject || (isPlainObject(item) && !isDate(item));
  if (Array.isArray(value)) {
    // A list is one column, as Sheets lays it out.
    const rows: unknown[][] = value.map((row) => (Array.isArray(row) ? row : [row]));
    if (rows.some((row) => row.some(odd))) return { error: 'The result holds what a cell cannot hold.' };
    return { value: rows };
  }
  return odd(value) ? { error: 'The result is nothing that a cell can hold.' } : { value };
}
