/** After the run: each of our cells must hold its answer, or a value that may be there instead. */
import type { CellView, Grid } from '@tracer-tools/apps-script/sheet';
import type { Answers, RunEnd } from '../drive';
import type { EventLog } from '../event-log';
import { EVENTS } from '../events/events';
import type { SheetCase } from '../sheets';
import { holdsOld, isFormulaText, isPasted, isTyped, oldCell, typedInto, wasTouched } from './cell-state';
import { checkForeign } from './foreign';
import { OUTPUTS, originalOf, sweepLines, THEIRS } from './lines';

export function checkRun(
  grid: Grid,
  sheet: SheetCase,
  happened: EventLog,
  answers: Answers,
  end: RunEnd,
  replace: boolean,
): string[] {
  const stops = EVENTS.filter(({ stops: ends }) => ends).some(({ name }) => happened.kinds.has(name));
  const isDone = end.state === 'done';
  const ending =
    !isDone && (!stops || !/[a-z]{4}/.test(end.message)) && end.state !== 'not started'
      ? [`ended as ${end.state}: ${end.message}`]
      : [];
  if (happened.tabGone) {
    const isSaid = /no longer there|TT changes/.test(end.message) || end.state === 'not started';
    return isDone || isSaid ? ending : [`the tab is gone, and the run says: ${end.message}`];
  }
  const wrong = [...checkForeign(grid, sheet, happened), ...ending];
  const others = happened.kinds.has('somebody runs over the same columns');
  let unwritten = 0;
  let equal = 0;
  for (const { row, note, cells } of sweepLines(grid, happened)) {
    const original = originalOf(sheet, happened, note);
    if (!original || happened.copies.has(note) || happened.lateEdits.has(note)) continue;
    const id = happened.ids.get(note) ?? original.id;
    const answer = answers.get(id);
    // Without its record or its id column, a run writes nothing more, and cannot check ids that were edited since.
    const mayWrite = !happened.kinds.has('record gone') && happened.headers.get('root_id') !== null;
    const earlier = isDone || mayWrite ? [] : [original.id, ...(happened.earlierIds.get(note) ?? [])];
    const isHeldBack = (view: CellView, name: string, i: number) =>
      happened.locked.has(name) &&
      happened.ids.has(note) &&
      [original.id, ...(happened.earlierIds.get(note) ?? [])].some(
        (each) => String(answers.get(each)?.[i]) === String(view.value),
      );
    const isEarlier = (view: CellView, i: number) =>
      happened.ids.has(note) && earlier.some((each) => String(answers.get(each)?.[i]) === String(view.value));
    OUTPUTS.forEach((name, i) => {
      const column = cells.get(name);
      if (column === undefined) return;
      const view = grid.view(row, column);
      const old = cells.has(THEIRS) && name === 'current_id' ? '' : oldCell(original, name, happened);
      const isTouched = wasTouched(happened, note, name);
      const isLocked = happened.locked.has(name);
      const typed = typedInto(happened, note, name);
      const isOld = holdsOld(view, old) || (isTouched && view.value === '');
      const isAnswer = answer !== undefined && String(view.value) === String(answer[i]);
      const isRuled = original.ruled && name === 'share' && happened.headers.get(name) !== null;
      const keeps =
        isRuled || isFormulaText(old) || id === '' || answer === undefined || (!replace && old !== '');
      // An array may have moved after the last look.
      const isLoose =
        !isDone ||
        others ||
        isTouched ||
        isLocked ||
        // Google cannot read values and rules at the same moment: a move that is reverted in between goes unseen.
        (sheet.furnished && name === 'share' && /, then Ctrl/.test([...happened.kinds].join())) ||
        // A new row inherits rules from its neighbour.
        (happened.added.has(note) && view.validation !== null) ||
        happened.lateRevert ||
        typed?.state === 'unseen' ||
        (sheet.name === 'spill' && name === 'share');
      const fine =
        view.spilledFrom !== null ||
        isEarlier(view, i) ||
        // A protected cell keeps the answer for the id that its row had before.
        isHeldBack(view, name, i) ||
        (typed !== undefined && isTyped(view, typed)) ||
        isPasted(view, happened, note, name) ||
        (keeps && !isTouched ? isOld : isLoose ? isAnswer || isOld : isAnswer);
      if (isLocked && !keeps && !isAnswer && view.spilledFrom === null) unwritten++;
      // The cell may be both protected and filled by an array; either is a reason to skip it.
      const mayCount = view.spilledFrom !== null || String(old) === String(answer?.[i]);
      if (isLocked && !keeps && mayCount) equal++;
      if (typed?.kind === 'formula' && typed.state === 'seen')
        wrong.push(`${note}: the formula in ${name} was written over`);
      if (!fine)
        wrong.push(
          `${note} ${id}: ${name} is ${JSON.stringify(view.value)} ${view.formula}, not ${keeps ? old : String(answer?.[i])}`,
        );
    });
  }
  // The number of reported cells must be the number of unwritten cells; a cell that already held its answer may count.
  const isAlone = [...happened.kinds].every((kind) => /^protect a (cell|column) of ours/.test(kind));
  if (isDone && isAlone && (end.isProtected < unwritten || end.isProtected > unwritten + equal))
    wrong.push(`${end.isProtected} cells are reported as protected, ${unwritten} are not written`);
  return wrong;
}
