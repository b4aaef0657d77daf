/** After Undo: everything must be as before the run, except for what people did. */
import type { Grid } from '@tracer-tools/apps-script/sheet';
import type { Answers, UndoEnd } from '../drive';
import type { EventLog } from '../event-log';
import { PERCENT, type SheetCase } from '../sheets';
import {
  holdsOld,
  isLeftByUndo,
  isPasted,
  isShownBefore,
  isTyped,
  oldCell,
  typedInto,
  wasTouched,
} from './cell-state';
import { checkForeign } from './foreign';
import { OUTPUTS, originalOf, sweepLines, THEIRS } from './lines';

export function checkUndo(
  grid: Grid,
  sheet: SheetCase,
  happened: EventLog,
  answers: Answers,
  { error, left }: UndoEnd,
): string[] {
  const isRecordGone = happened.kinds.has('record gone') && /TT changes/.test(error);
  if (happened.tabGone) {
    return isRecordGone || /no longer (there|in)/.test(error) || error === '' ? [] : [`Undo: ${error}`];
  }
  const wrong = checkForeign(grid, sheet, happened);
  if (error !== '') {
    const gone = happened.headers.get('root_id') === null && /no longer in the tab/.test(error);
    return isRecordGone || gone ? wrong : [...wrong, `Undo: ${error}`];
  }
  let kept = 0;
  for (const { row, note, cells } of sweepLines(grid, happened)) {
    const original = originalOf(sheet, happened, note);
    if (!original || happened.copies.has(note)) continue;
    for (const name of OUTPUTS) {
      const column = cells.get(name);
      if (column === undefined) continue;
      const view = grid.view(row, column);
      const old = cells.has(THEIRS) && name === 'current_id' ? '' : oldCell(original, name, happened);
      const isTouched = wasTouched(happened, note, name);
      const typed = typedInto(happened, note, name);
      const isOld = holdsOld(view, old);
      const answerOf = (id: string) => answers.get(id)?.[OUTPUTS.indexOf(name)];
      const answer = answerOf(happened.ids.get(note) ?? original.id);
      // The answer for the row's first id may stay in a cell that is protected.
      const isAnswer = [answer, answerOf(original.id)].includes(String(view.value));
      // Only a value that the add-on never saw may be gone.
      const mayBeOld = typed === undefined || typed.state === 'unseen' || typed.state === 'over';
      const fine =
        view.spilledFrom !== null ||
        (isOld && mayBeOld) ||
        (typed !== undefined && isTyped(view, typed)) ||
        isPasted(view, happened, note, name) ||
        isShownBefore(view, original, name, sheet, happened) ||
        (isTouched && isLeftByUndo(view)) ||
        (happened.lateRevert && String(view.value) === answer) ||
        (happened.locked.has(name) && isAnswer);
      if (!isOld && happened.locked.has(name) && view.spilledFrom === null && view.formula === '') kept++;
      if (!fine)
        wrong.push(
          `Undo, ${note}: ${name} is ${JSON.stringify(view.value)} ${view.formula}, not ${typed?.value ?? old}`,
        );
      const isFormatLost =
        isOld && !isTouched && sheet.owned && typeof old === 'number' && typed === undefined;
      if (name === 'share' && isFormatLost && view.numberFormat !== PERCENT)
        wrong.push(`Undo, ${note}: share has the format ${view.numberFormat}`);
    }
  }
  const isAlone = [...happened.kinds].every((kind) => /^protect a (cell|column) of ours/.test(kind));
  if (isAlone && left !== kept) wrong.push(`Undo: ${left} cells are reported as left, ${kept} are`);
  return wrong;
}
