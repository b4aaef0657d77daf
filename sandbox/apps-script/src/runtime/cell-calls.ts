/** Runs formulas: one anonymous execution each, 30 s at most, 30 in parallel. */

import { continueWith } from '../platform/awaitable';
import { isDate, isPlainObject, ServiceObject, Untransferable } from '../platform/service-object';
import type { Invocation } from '../services/context';
import type { CustomFunctions, Grid } from '../sheet/model/types';
import type { CellValue } from '../sheet/values/types';
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
  /** For a virtual clock: the times at which the parallel slots become free. */
  let slots: number[] = [];
  /** For a real clock: calls that wait for a slot. */
  const waiting: (() => void)[] = [];

  function startCall(
    name: string,
    args: unknown[],
    at: { grid: Grid; row: number; column: number },
    reply: Done,
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
      reply(cellOutcome(outcome, world.switches.cellErrorLine, world.switches.cellTimeoutText));
      waiting.shift()?.();
    });
  }

  return {
    names: () => [...byName.values()],
    call(name, args: (CellValue | CellValue[][] | undefined)[], at, reply) {
      const declaredName = byName.get(name.toUpperCase());
      if (declaredName === undefined) return reply({ error: `Unknown function: '${name}'.` });
      const { atOnce, overflowingCells } = world.switches;
      if (!world.clock.virtual) {
        const busy = (world.running.get(world.keyboard) ?? 0) >= atOnce;
        if (!busy) return startCall(declaredName, args, at, reply);
        if (overflowingCells === 'refuse') return reply({ error: TOO_MANY });
        waiting.push(() => startCall(declaredName, args, at, reply));
        return;
      }
      const now = world.clock.now();
      slots = slots.filter((end) => end > now).sort((a, b) => a - b);
      if (slots.length >= atOnce && overflowingCells === 'refuse') return reply({ error: TOO_MANY });
      // A waiting formula starts when the first running one ends; that does not move the clock of the others.
      const begins = slots.length >= atOnce ? (slots.shift() ?? now) : now;
      world.clock.set(begins);
      startCall(declaredName, args, at, (outcome) => {
        slots.push(world.clock.now());
        reply(outcome);
      });
      world.clock.set(now);
    },
  };
}

function cellOutcome(
  outcome: Outcome,
  withLine: boolean,
  timeoutText: string,
): { value: unknown } | { error: string } {
  if (outcome.ok) return resultOf(outcome.value);
  if (outcome.killed) return { error: timeoutText };
  const prefix = outcome.name === '' || outcome.name === 'Error' ? '' : `${outcome.name}: `;
  const line = withLine && outcome.line > 0 ? ` (line ${outcome.line}).` : '';
  return { error: `${prefix}${outcome.message}${line}` };
}

function resultOf(value: unknown): { value: unknown } | { error: string } {
  const cannotBeShown = (item: unknown): boolean =>
    item instanceof Untransferable || item instanceof ServiceObject || (isPlainObject(item) && !isDate(item));
  if (Array.isArray(value)) {
    // A one-dimensional list is one column, as in Sheets.
    const rows: unknown[][] = value.map((row) => (Array.isArray(row) ? row : [row]));
    if (rows.some((row) => row.some(cannotBeShown)))
      return { error: 'The result holds what a cell cannot hold.' };
    return { value: rows };
  }
  return cannotBeShown(value) ? { error: 'The result is nothing that a cell can hold.' } : { value };
}
