/**
 * One interleaving: a sheet, a run and its Undo, with events at given service calls. Afterwards every cell of the
 * spreadsheet is compared with what it should hold: value, formula, number format and note.
 */
import type { CellView, Grid } from '@tracer-tools/apps-script/sheet';
import type { JobView } from '../../src/addon/interfaces/api';
import { EDITOR, OWNER, type Workbench } from '../addon/workbench';
import { random } from '../random';
import { columnOf, EVENTS, type EventKind, type EventLog, headerRow, type SweepScene } from './events';
import { sweepLayout } from './layout';
import { commentOf, fillSheet, PERCENT, pctOf, type SheetCase, type SheetRow } from './sheets';

export interface Strike {
  event: EventKind;
  /** At which service call, from 1. */
  at: number;
}

export interface PlayOptions {
  sheet: SheetCase;
  pool: readonly string[];
  seed: number;
  /** During the run. */
  strikes: Strike[];
  /** During Undo. */
  undoStrikes: Strike[];
  replace?: boolean;
}

export interface PlayResult {
  wrong: string[];
  /** Service calls of the run, and of Undo. */
  calls: number;
  undoCalls: number;
}

/** Current id and share by id. */
export type Answers = ReadonlyMap<string, [string, string]>;

/** A column of our name that somebody renamed before the run began. */
const THEIRS = 'current_id (renamed)';
const OUTPUTS = ['current_id', 'share'];
const tabs = new Map<Workbench, number>();

/** A new empty tab in place of all others, and no run on record. */
function emptied(bench: Workbench): Grid {
  const { book } = bench;
  const count = (tabs.get(bench) ?? 0) + 1;
  tabs.set(bench, count);
  const grid = book.addGrid(`Neurons${count}`);
  for (const other of book.grids()) if (other.id !== grid.id) book.removeGrid(other.id);
  const store = bench.host.world.properties.named(`document ${book.id}`);
  for (const key of Object.keys(store.all())) if (/^(job|schedule)-/.test(key)) store.delete(key);
  for (const user of [OWNER, EDITOR])
    bench.host.world.screen.select(user, grid, { row: 1, column: 1, rows: 1, columns: 1 });
  return grid;
}

/** Answers by id, from an undisturbed run over the whole pool. */
export function answersOf(bench: Workbench, pool: readonly string[]): Answers {
  const grid = emptied(bench);
  const rows = pool.map(
    (id, i): SheetRow => ({ id, note: `note ${i}`, old: { current_id: '', share: '' }, spilled: false }),
  );
  fillSheet(grid, { name: 'all', titles: [], rows, owned: false });
  const { id } = start(bench, grid, 'current', true);
  const { state } = driveToEnd(bench, id);
  if (state !== 'done') throw new Error(`the undisturbed run ended as ${state}`);
  const at = OUTPUTS.map((header) => columnOf(grid, header));
  const values = grid.values({ row: 2, column: 1, rows: pool.length, columns: grid.lastColumn() });
  return new Map(values.map((row) => [String(row[0]), [String(row[at[0]! - 1]), String(row[at[1]! - 1])]]));
}

function planFor(grid: Grid, kind: string, replace: boolean) {
  return {
    kind,
    sheetId: grid.id,
    column: letter(columnOf(grid, 'root_id')),
    header: 'root_id',
    firstRow: 1,
    lastRow: 1000,
    headers: kind === 'current' ? OUTPUTS : ['anchor_supervoxel', 'point'],
    datastack: 'brain_and_nerve_cord',
    replace,
  };
}

const letter = (column: number) => String.fromCharCode(64 + Math.max(1, column));

function start(bench: Workbench, grid: Grid, kind: string, replace: boolean): JobView {
  return bench.call('startJob', [planFor(grid, kind, replace)]);
}

/** Steps until the run ends; goes on after kills and refusals as a person would. */
function driveToEnd(bench: Workbench, id: string): { state: string; message: string } {
  let last = { state: 'never ended', message: '' };
  for (let tries = 0; tries < 80; tries++) {
    const answer = bench.attempt('stepJob', [id]);
    if ('killed' in answer || !answer.ok) {
      last = { state: 'never ended', message: 'killed' in answer ? answer.killed : answer.error.message };
      bench.attempt('resumeJob', [id]);
      continue;
    }
    const { state, leasedUntil, message } = answer.value as JobView;
    last = { state, message };
    if (state === 'waiting') {
      bench.attempt('resumeJob', [id]);
    } else if (state !== 'running') return last;
    else if (leasedUntil !== '') bench.attempt('resumeJob', [id]);
  }
  return last;
}

export function play(bench: Workbench, answers: Answers, options: PlayOptions): PlayResult {
  const { sheet, pool, seed, replace = true } = options;
  const grid = emptied(bench);
  fillSheet(grid, sheet);
  bench.book.settle();
  bench.host.world.switches.killLosesBufferedWrites = seed % 2 === 0;
  const happened: EventLog = {
    kinds: new Set(),
    deleted: new Set(),
    ids: new Map(),
    earlierIds: new Map(),
    headers: new Map(),
    lateEdits: new Set(),
    copies: new Map(),
    touched: new Set(),
    notes: new Map(),
  };
  const scene: SweepScene = {
    grid,
    book: bench.book,
    next: random(seed),
    pool,
    happened,
    service: '',
    changeDatastack: () => {
      bench.attempt('saveSettings', [{ datastack: 'flywire_fafb_public' }]);
    },
    other: (kind) => otherRun(bench, grid, kind),
  };
  const log: string[] = [];
  const layout: LayoutWatch = { last: sweepLayout(grid), wrong: [] };
  const counter = arm(bench, scene, options.strikes, log, layout);
  let started: JobView | null = null;
  for (let tries = 0; tries < 4 && started === null; tries++) {
    const answer = bench.attempt('startJob', [planFor(grid, 'current', replace)]);
    if (!('killed' in answer) && answer.ok) started = answer.value as JobView;
    else if (!('killed' in answer) && !answer.ok && !answer.error.transient)
      log.push(`start: ${answer.error.message}`);
    else {
      const mine = (bench.attempt('jobs', []) as { value?: JobView[] }).value?.find(
        (job) => job.kind === 'current' && job.state === 'running',
      );
      if (mine) started = mine;
    }
  }
  const end = started ? driveToEnd(bench, started.id) : { state: 'not started', message: '' };
  bench.host.hooks.beforeCall = undefined;
  const calls = counter.calls;
  bench.book.settle();
  const wrong = checkRun(grid, sheet, happened, answers, end, replace);
  const undo = started
    ? undoAll(bench, scene, options.undoStrikes, log, layout, started.id)
    : { calls: 0, error: '' };
  bench.book.settle();
  if (started) wrong.push(...checkUndo(grid, sheet, happened, undo.error));
  checkLayout(grid, layout);
  wrong.push(...layout.wrong);
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

/** Filters, tables, colours, groups, frozen lines, merges, protection, rules: only people change them. */
interface LayoutWatch {
  last: string;
  wrong: string[];
}

function checkLayout(grid: Grid, layout: LayoutWatch): void {
  const now = sweepLayout(grid);
  if (now !== layout.last) layout.wrong.push(`layout: ${layout.last} became ${now}`);
}

function arm(
  bench: Workbench,
  scene: SweepScene,
  strikes: readonly Strike[],
  log: string[],
  layout: LayoutWatch,
): { calls: number } {
  const counter = { calls: 0 };
  const open = [...strikes].sort((a, b) => a.at - b.at);
  let busy = false;
  let last = '';
  bench.host.hooks.beforeCall = (service, method) => {
    if (busy) return;
    counter.calls++;
    // A look at a person's tab; the add-on reads its own tabs by range.
    if (method === 'getValues' && last === 'getDataRange') scene.happened.lateEdits.clear();
    last = method;
    while (open.length > 0 && open[0]!.at <= counter.calls) {
      const { event } = open.shift()!;
      scene.service = service;
      scene.happened.kinds.add(event.name);
      log.push(`${event.name} at ${counter.calls} ${service}.${method}`);
      busy = true;
      checkLayout(scene.grid, layout);
      try {
        event.happen(scene);
      } catch (error) {
        // Sheets refuses the person's action, not a call of the add-on.
        if (!(error instanceof Error && /merge/.test(error.message))) throw error;
        log.push(`${event.name} was refused`);
      } finally {
        busy = false;
        layout.last = sweepLayout(scene.grid);
      }
    }
  };
  return counter;
}

/** Somebody else starts a run, and drives it as far as it goes. */
function otherRun(bench: Workbench, grid: Grid, kind: 'same' | 'beside' | 'schedule'): void {
  if (columnOf(grid, 'root_id') === 0) return;
  const plan = planFor(grid, kind === 'beside' ? 'anchors' : 'current', true);
  if (kind === 'schedule') {
    bench.attempt('addSchedule', [plan, { kind: 'hours', hours: 1 }, 'none'], EDITOR);
    return;
  }
  const answer = bench.attempt('startJob', [plan], EDITOR);
  if ('killed' in answer || !answer.ok) return;
  const { id } = answer.value as JobView;
  for (let steps = 0; steps < 6; steps++) bench.attempt('stepJob', [id], EDITOR);
  bench.attempt('cancelJob', [id], EDITOR);
  bench.attempt('undo', [id], EDITOR);
}

function undoAll(
  bench: Workbench,
  scene: SweepScene,
  strikes: readonly Strike[],
  log: string[],
  layout: LayoutWatch,
  id: string,
): { calls: number; error: string } {
  const counter = arm(bench, scene, strikes, log, layout);
  let error = '';
  for (let tries = 0; tries < 8; tries++) {
    const answer = bench.attempt('undo', [id]);
    if ('killed' in answer) continue;
    error = answer.ok ? '' : answer.error.message;
    if (
      answer.ok &&
      (bench.attempt('jobs', []) as { value?: JobView[] }).value?.find((job) => job.id === id)?.undone
    )
      break;
    if (!answer.ok && !answer.error.transient) bench.attempt('cancelJob', [id]);
  }
  bench.host.hooks.beforeCall = undefined;
  return { calls: counter.calls, error };
}

interface Line {
  row: number;
  note: string;
  cells: Map<string, number>;
}

/** Rows of the sheet that have a note, and the columns by the headers that the test gave them. */
function linesOf(grid: Grid, happened: EventLog): Line[] {
  const top = headerRow(grid);
  const names = ['root_id', 'notes', 'pct', 'calc', ...OUTPUTS];
  const columns = new Map<string, number>();
  for (const name of names) {
    const renamed = happened.headers.get(name);
    const own = columnOf(grid, name);
    const other = renamed ? columnOf(grid, renamed) : 0;
    const isOurs = OUTPUTS.includes(name);
    // What somebody renamed before the start is theirs, and ours is made anew; so is one that they deleted.
    const column = renamed === null && !isOurs ? 0 : own > 0 ? own : other;
    if (column > 0) columns.set(name, column);
    if (isOurs && own > 0 && other > 0) columns.set(THEIRS, other);
  }
  const at = columns.get('notes');
  if (top === 0 || at === undefined) return [];
  const rows = grid.lastRow() - top;
  if (rows < 1) return [];
  const notes = grid.shown({ row: top + 1, column: at, rows, columns: 1 });
  return notes.flatMap(([note], i) =>
    note === '' ? [] : [{ row: top + 1 + i, note: note!, cells: columns }],
  );
}

/** Foreign cells, whatever the run did: ids, notes, numbers, formulas, formats, comments; and nothing anywhere else. */
function checkForeign(grid: Grid, sheet: SheetCase, happened: EventLog): string[] {
  const wrong: string[] = [];
  const lines = linesOf(grid, happened);
  const seen = new Map<string, number>();
  const known = new Set<string>();
  for (const { row, note, cells } of lines) {
    const copy = seen.get(note) ?? 0;
    seen.set(note, copy + 1);
    const original = sheet.rows.find((each) => each.note === note);
    if (!original) {
      wrong.push(`row ${row}: a note "${note}" that nobody wrote`);
      continue;
    }
    for (const column of cells.values()) known.add(`${row} ${column}`);
    const view = (name: string) => (cells.has(name) ? grid.view(row, cells.get(name)!) : null);
    const id = view('root_id');
    const wantedId = happened.ids.get(note) ?? original.id;
    // Of copies one may have been edited alone.
    if (
      id &&
      String(id.value) !== wantedId &&
      !(happened.copies.has(note) && String(id.value) === original.id)
    ) {
      wrong.push(`${note}: root_id is ${JSON.stringify(id.value)}, not ${wantedId}`);
    }
    if (happened.copies.has(note)) continue;
    const pct = view('pct');
    if (pct && pct.value !== pctOf(note)) wrong.push(`${note}: pct is ${String(pct.value)}`);
    if (pct && pct.numberFormat !== PERCENT) wrong.push(`${note}: pct has the format ${pct.numberFormat}`);
    const calc = view('calc');
    if (calc && (calc.formula === '' || calc.value !== `${note}!`))
      wrong.push(`${note}: calc is ${calc.formula} ${String(calc.value)}`);
    const theirs = view(THEIRS);
    if (theirs && !isHeld(theirs, original.old.current_id))
      wrong.push(`${note}: ${THEIRS} is ${String(theirs.value)}`);
    const comment = view('notes')?.note;
    if (comment !== commentOf(note)) wrong.push(`${note}: its comment is "${comment}"`);
  }
  for (const { note } of sheet.rows)
    if (!seen.has(note) && !happened.deleted.has(note)) wrong.push(`${note} is lost`);
  wrong.push(...checkElsewhere(grid, sheet, lines, known, happened));
  return wrong;
}

/** No value, format or note outside the rows and columns that the test knows. */
function checkElsewhere(
  grid: Grid,
  sheet: SheetCase,
  lines: Line[],
  known: Set<string>,
  happened: EventLog,
): string[] {
  const wrong: string[] = [];
  const top = headerRow(grid);
  const titles = new Set(sheet.titles.flat().filter((text) => text !== ''));
  const headers = new Set<string>([
    'root_id',
    'notes',
    'pct',
    'calc',
    ...OUTPUTS,
    'anchor_supervoxel',
    'point',
  ]);
  for (const name of happened.headers.values()) if (name) headers.add(name);
  const width = Math.max(1, grid.lastColumn());
  const height = Math.max(1, grid.lastRow());
  const shown = grid.shown({ row: 1, column: 1, rows: height, columns: width });
  const ours = new Set(lines[0] ? ['anchor_supervoxel', 'point'].map((name) => columnOf(grid, name)) : []);
  const unknownFormats = grid.numberFormats({ row: 1, column: 1, rows: height, columns: width });
  shown.forEach((row, r) => {
    row.forEach((text, c) => {
      if (known.has(`${r + 1} ${c + 1}`) || ours.has(c + 1)) return;
      if (grid.view(r + 1, c + 1).spilledFrom) return;
      const fine = text === '' || (r + 1 === top ? headers.has(text) : r + 1 < top && titles.has(text));
      if (!fine) wrong.push(`row ${r + 1}, column ${c + 1}: "${text}" that nobody put there`);
      const note = grid.view(r + 1, c + 1).note;
      if (note !== '' && !note.startsWith('comment on') && note !== 'look at this')
        wrong.push(`row ${r + 1}, column ${c + 1}: a note "${note}"`);
      if (r + 1 === top && unknownFormats[r]![c] !== 'General')
        wrong.push(`header ${text}: format ${unknownFormats[r]![c]}`);
    });
  });
  return wrong;
}

function checkRun(
  grid: Grid,
  sheet: SheetCase,
  happened: EventLog,
  answers: Answers,
  end: { state: string; message: string },
  replace: boolean,
): string[] {
  const wrong = checkForeign(grid, sheet, happened);
  const stops = EVENTS.filter(({ stops: ends }) => ends).some(({ name }) => happened.kinds.has(name));
  const isDone = end.state === 'done';
  if (!isDone && (!stops || !/[a-z]{4}/.test(end.message)) && end.state !== 'not started') {
    wrong.push(`ended as ${end.state}: ${end.message}`);
  }
  const others = happened.kinds.has('somebody runs over the same columns');
  for (const { row, note, cells } of linesOf(grid, happened)) {
    const original = sheet.rows.find((each) => each.note === note);
    if (!original || happened.copies.has(note) || happened.lateEdits.has(note)) continue;
    const id = happened.ids.get(note) ?? original.id;
    const answer = answers.get(id);
    // A run that stopped has not looked over the ids that were edited since.
    const earlier = isDone ? [] : [original.id, ...(happened.earlierIds.get(note) ?? [])];
    const isEarlier = (view: CellView, i: number) =>
      happened.ids.has(note) && earlier.some((each) => String(answers.get(each)?.[i]) === String(view.value));
    OUTPUTS.forEach((name, i) => {
      const column = cells.get(name);
      if (column === undefined) return;
      const view = grid.view(row, column);
      const old = cells.has(THEIRS) && name === 'current_id' ? '' : oldCell(original, name, happened);
      const isTouched = wasTouched(happened, note, name);
      const isOld = isHeld(view, old) || (isTouched && view.value === '');
      const isAnswer = answer !== undefined && String(view.value) === String(answer[i]);
      const isRuled = original.ruled && name === 'share' && happened.headers.get(name) !== null;
      const keeps =
        isRuled || isFormula(old) || id === '' || answer === undefined || (!replace && old !== '');
      // An array may have moved on after the last look.
      const isLoose = !isDone || others || isTouched || (sheet.name === 'spill' && name === 'share');
      const fine =
        view.spilledFrom !== null ||
        isEarlier(view, i) ||
        (keeps && !isTouched ? isOld : isLoose ? isAnswer || isOld : isAnswer);
      wrong.push(...checkNote(view, happened, note, name));
      if (!fine)
        wrong.push(
          `${note} ${id}: ${name} is ${JSON.stringify(view.value)} ${view.formula}, not ${keeps ? old : String(answer?.[i])}`,
        );
    });
  }
  return wrong;
}

const isFormula = (old: string | number): boolean => typeof old === 'string' && old.startsWith('=');

const isHeld = (view: CellView, old: string | number): boolean =>
  isFormula(old) ? view.formula !== '' : String(view.value) === String(old);

/** What a cell of ours held before the run; an array is no content of the cells that it fills. */
function oldCell(original: SheetRow, name: string, happened: EventLog): string | number {
  if (happened.headers.get(name) === null || (original.spilled && name === 'share')) return '';
  return original.old[name as 'current_id' | 'share'];
}

const wasTouched = ({ touched }: EventLog, note: string, name: string): boolean =>
  touched.has(`${note} ${name}`) || touched.has(`* ${name}`);

/** Cells that somebody cleared stay so; those that were ruled, merged or protected keep what is in them. */
const isLeftByUndo = ({ value, validation, merged }: CellView): boolean =>
  value === '' || validation !== null || merged !== null;

const checkNote = (view: CellView, { notes }: EventLog, note: string, name: string): string[] => {
  const expected = notes.get(`${note} ${name}`);
  return expected === undefined || view.note === expected
    ? []
    : [`${note}: ${name} has the note "${view.note}"`];
};

/** Everything as it was before the run, but for what people did. */
function checkUndo(grid: Grid, sheet: SheetCase, happened: EventLog, error: string): string[] {
  const wrong = checkForeign(grid, sheet, happened);
  if (error !== '') {
    const isRecordGone = happened.kinds.has('record gone') && /TT changes/.test(error);
    if (happened.touched.has('* share') && /protected/.test(error)) return wrong;
    const gone = happened.headers.get('root_id') === null && /no longer in the tab/.test(error);
    return isRecordGone || gone ? wrong : [...wrong, `Undo: ${error}`];
  }
  for (const { row, note, cells } of linesOf(grid, happened)) {
    const original = sheet.rows.find((each) => each.note === note);
    if (!original || happened.copies.has(note)) continue;
    for (const name of OUTPUTS) {
      const column = cells.get(name);
      if (column === undefined) continue;
      const view = grid.view(row, column);
      const old = cells.has(THEIRS) && name === 'current_id' ? '' : oldCell(original, name, happened);
      const isTouched = wasTouched(happened, note, name);
      const fine =
        view.spilledFrom !== null ||
        isHeld(view, old) ||
        (isTouched && isLeftByUndo(view)) ||
        happened.touched.has(`* ${name}`);
      wrong.push(...checkNote(view, happened, note, name));
      if (!fine)
        wrong.push(`Undo, ${note}: ${name} is ${JSON.stringify(view.value)} ${view.formula}, not ${old}`);
      if (name === 'share' && sheet.owned && typeof old === 'number' && view.numberFormat !== PERCENT) {
        wrong.push(`Undo, ${note}: share has the format ${view.numberFormat}`);
      }
    }
  }
  return wrong;
}
