/**
 * Triggers events at given service calls. Watches what the events put on cells, and the layout that only people may
 * change.
 */
import type { CellValue, Grid } from '@tracer-tools/apps-script/sheet';
import type { Workbench } from '../addon/workbench';
import { checkCopies, copyIds, OUTPUTS, sweepLines } from './checks/lines';
import type { EventLog, Watch } from './event-log';
import { sweepLayout } from './layout';
import type { EventKind, SweepScene } from './scene';

export interface Strike {
  event: EventKind;
  /** Number of the service call, from 1. */
  at: number;
}

/** Filters, tables, colours, groups, frozen lines, merges, protection and rules: only people change them. */
export interface LayoutWatch {
  last: string;
  wrong: string[];
}

export function checkLayout(grid: Grid, layout: LayoutWatch): void {
  const now = sweepLayout(grid);
  if (now !== layout.last) layout.wrong.push(`layout: ${layout.last} became ${now}`);
}

interface Open {
  event: EventKind;
  at: number;
}

export interface StrikeCounter {
  calls: number;
  /** Whether all events have happened. */
  isQuiet: () => boolean;
}

/** Installs the hook that triggers the events, until the caller removes it. Counts the calls. */
export function armStrikes(
  bench: Workbench,
  scene: SweepScene,
  strikes: readonly Strike[],
  log: string[],
  layout: LayoutWatch,
): StrikeCounter {
  const counter: StrikeCounter = { calls: 0, isQuiet: () => open.length + after.length === 0 };
  const { happened, grid } = scene;
  let open: Open[] = [...strikes].sort((a, b) => a.at - b.at);
  let after: { at: number; run: () => void }[] = [];
  let busy = false;
  let last = '';
  const own = ownCells(scene, strikes);
  scene.beforeLastWrite = () => own.before;
  scene.later = (calls, run) => {
    after.push({ at: counter.calls + calls, run });
  };
  bench.host.hooks.beforeCall = (service, method) => {
    if (busy) return;
    counter.calls++;
    followWatches(grid, happened);
    // A look at a user's tab; the add-on reads its own tabs by range.
    if (method === 'getValues' && last === 'getDataRange') {
      happened.lateEdits.clear();
      happened.lateRevert = false;
      markSeen(happened, false);
    }
    if (method === 'getNotes') markSeen(happened, true);
    last = method;
    own.follow(method);
    const due = after.filter(({ at }) => at <= counter.calls);
    after = after.filter((each) => !due.includes(each));
    const meeting = open.filter(
      ({ event, at }) => at <= counter.calls && `${service}.${method}`.startsWith(event.meets ?? ''),
    );
    open = open.filter((each) => !meeting.includes(each));
    const act = (name: string, run: () => void) => {
      if (happened.tabGone && name !== 'kill') return;
      log.push(`${name} at ${counter.calls} ${service}.${method}`);
      busy = true;
      checkLayout(grid, layout);
      layout.wrong.push(...checkCopies(grid, happened));
      try {
        run();
      } catch (error) {
        // Sheets refuses the person's action, not a call of the add-on.
        if (!(error instanceof Error && /merge|table/i.test(error.message))) throw error;
        log.push(`${name} was refused`);
      } finally {
        // Sheets calculates what people enter at once, not at the next flush of a script.
        scene.book.settle();
        busy = false;
        layout.last = sweepLayout(grid);
        happened.copyIds = copyIds(grid, happened);
        own.skip();
      }
    };
    for (const { run } of due) act('Ctrl+Z', run);
    meeting.forEach(({ event }, i) => {
      happened.kinds.add(event.name);
      try {
        act(event.name, () => event.happen(scene));
      } catch (error) {
        // The other events wait for the next call.
        open.unshift(...meeting.slice(i + 1));
        throw error;
      }
    });
  };
  return counter;
}

function markSeen({ watches }: EventLog, notes: boolean): void {
  for (const watch of watches) if ((watch.kind === 'note') === notes) watch.isSeen = true;
}

/** Notices at once when something that a person put on a cell is gone. */
export function followWatches(grid: Grid, happened: EventLog): void {
  const open = happened.watches.filter(({ state }) => state === 'there');
  if (open.length === 0 || happened.tabGone) return;
  const lines = sweepLines(grid, happened);
  for (const watch of open) {
    const line = lines.find(({ note }) => note === watch.row);
    const column = line?.cells.get(watch.header);
    if (!line || column === undefined || happened.copies.has(watch.row)) watch.state = 'over';
    else if (!isThere(grid, line.row, column, watch)) watch.state = watch.isSeen ? 'seen' : 'unseen';
  }
}

function isThere(grid: Grid, row: number, column: number, { kind, value }: Watch): boolean {
  const view = grid.view(row, column);
  if (kind === 'note') return view.note === value;
  return kind === 'formula' ? view.formula === value : view.value === value;
}

const cellName = (note: string, header: string) => `${note}\u0001${header}`;

/** What our columns held before the last write; recorded only if an event needs it. */
function ownCells({ grid, happened }: SweepScene, strikes: readonly Strike[]) {
  const isNeeded = strikes.some(({ event }) => event.name.startsWith('Ctrl+Z'));
  const read = () =>
    new Map<string, CellValue>(
      sweepLines(grid, happened).flatMap(({ row, note, cells }) =>
        OUTPUTS.flatMap((header): [string, CellValue][] => {
          const column = cells.get(header);
          if (column === undefined) return [];
          // A cell that an array fills has no content of its own.
          const { value, spilledFrom } = grid.view(row, column);
          return [[cellName(note, header), spilledFrom === null ? value : '']];
        }),
      ),
    );
  const state = { before: new Map<string, CellValue>() };
  return {
    get before() {
      return state.before;
    },
    follow: (method: string) => {
      if (isNeeded && !happened.tabGone && (method === 'setValues' || method === 'setValue'))
        state.before = read();
    },
    skip: () => {
      happened.copies.forEach((_count, note) => {
        for (const header of OUTPUTS) state.before.delete(cellName(note, header));
      });
    },
  };
}
