/**
 * One interleaving: a sheet, a run and its Undo, with events at given service calls. Afterwards compares every cell of
 * the spreadsheet with what it should hold: value, formula, number format and note.
 */
import type { Grid } from '@tracer-tools/apps-script/sheet';
import type { Workbench } from '../addon/workbench';
import { random } from '../random';
import { checkNotes } from './checks/cell-state';
import { OUTPUTS, originalOf } from './checks/lines';
import { checkRun } from './checks/run';
import { checkUndo } from './checks/undo';
import {
  type Answers,
  driveToEnd,
  emptiedBook,
  otherRun,
  type RunEnd,
  startRun,
  type UndoEnd,
  undoToEnd,
} from './drive';
import { type EventLog, newEventLog } from './event-log';
import { sweepLayout } from './layout';
import { type Bystander, bystanderOf, checkBystander } from './other-tab';
import type { SweepScene } from './scene';
import { fillSheet, type SheetCase } from './sheets';
import { armStrikes, checkLayout, followWatches, type LayoutWatch, type Strike } from './strikes';

export interface PlayOptions {
  sheet: SheetCase;
  pool: readonly string[];
  seed: number;
  /** During the run. */
  strikes: Strike[];
  /** During Undo. */
  undoStrikes: Strike[];
  replace?: boolean;
  /** The run is known to end right: its end is not checked again. */
  runIsRight?: boolean;
}

export interface PlayResult {
  wrong: string[];
  /** Service calls of the run, and of Undo. */
  calls: number;
  undoCalls: number;
}

/** Longer than the add-on waits for the lock. */
const LOCKED_MS = 30_000;

/** A sheet in an empty spreadsheet, with a second tab. */
export interface Stage {
  grid: Grid;
  other: Bystander;
}

export function newStage(bench: Workbench, { sheet, pool }: Pick<PlayOptions, 'sheet' | 'pool'>): Stage {
  const grid = emptiedBook(bench);
  fillSheet(grid, sheet);
  const other = bystanderOf(bench.book, pool);
  bench.book.settle();
  return { grid, other };
}

export const play = (bench: Workbench, answers: Answers, options: PlayOptions): PlayResult =>
  playOn(bench, answers, newStage(bench, options), options);

/** The state of a play so far. */
export interface PlayWatch {
  happened: EventLog;
  wrong: readonly string[];
  layout: LayoutWatch;
  /** Whether all events are over. */
  isQuiet: () => boolean;
}

export function playOn(
  bench: Workbench,
  answers: Answers,
  { grid, other }: Stage,
  options: PlayOptions,
  watch: (state: PlayWatch) => void = () => {},
): PlayResult {
  const { sheet, pool, seed, replace = true } = options;
  bench.host.world.switches.killLosesBufferedWrites = seed % 2 === 0;
  const happened = newEventLog();
  const scene: SweepScene = {
    grid,
    book: bench.book,
    next: random(seed),
    pool,
    happened,
    changeDatastack: () => {
      bench.attempt('saveSettings', [{ datastack: 'flywire_fafb_public' }]);
    },
    other: (kind) => otherRun(bench, grid, kind),
    occupyLock: () => {
      const { locks } = bench.host.world;
      locks.occupy(`document ${bench.book.id}`, bench.host.clock.now() + LOCKED_MS);
    },
    later: () => {},
    beforeLastWrite: () => new Map(),
    isOwnValue: (note, header, value) => {
      const original = originalOf(sheet, happened, note);
      const answer = answers.get(happened.ids.get(note) ?? original?.id ?? '');
      const i = (OUTPUTS as readonly string[]).indexOf(header);
      const old = original?.old[OUTPUTS[i]!];
      return original !== undefined && (String(value) === String(old) || String(value) === answer?.[i]);
    },
  };
  const log: string[] = [];
  const layout: LayoutWatch = { last: sweepLayout(grid), wrong: [] };
  const wrong: string[] = [];
  const counter = armStrikes(bench, scene, options.strikes, log, layout);
  const willUndo = options.undoStrikes.length > 0;
  watch({ happened, wrong, layout, isQuiet: () => counter.isQuiet() && !willUndo });
  const started = startRun(bench, grid, replace, log);
  const notStarted: RunEnd = { state: 'not started', message: '', isProtected: 0 };
  const end = started ? driveToEnd(bench, started.id) : notStarted;
  bench.host.hooks.beforeCall = undefined;
  const calls = counter.calls;
  bench.book.settle();
  followWatches(grid, happened);
  if (!options.runIsRight) wrong.push(...checkRun(grid, sheet, happened, answers, end, replace));
  happened.lateRevert = false;
  const notUndone: UndoEnd = { calls: 0, error: '', left: 0 };
  const undo = started
    ? undoToEnd(bench, scene, options.undoStrikes, log, layout, started.id, (isQuiet) =>
        watch({ happened, wrong, layout, isQuiet }),
      )
    : notUndone;
  bench.book.settle();
  followWatches(grid, happened);
  if (started) wrong.push(...checkUndo(grid, sheet, happened, answers, undo));
  if (!happened.tabGone) checkLayout(grid, layout);
  wrong.push(
    ...layout.wrong,
    ...checkNotes(happened),
    ...[other, ...happened.tabCopies].flatMap(checkBystander),
  );
  if (happened.kinds.has('change the datastack'))
    bench.call('saveSettings', [{ datastack: 'brain_and_nerve_cord' }]);
  return {
    wrong:
      wrong.length > 0
        ? [`${sheet.name}, seed ${seed}: ${log.join('; ')} → ${end.state} ${end.message}`, ...wrong]
        : [],
    calls,
    undoCalls: undo.calls,
  };
}
