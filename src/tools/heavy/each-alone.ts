/** Answers rows one segment at a time, because one segment may need as much work as all others together. */
import { concernsCaller } from '../../core/codes';
import { asTtError, type TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Work } from '../../http/work';
import type { RowAnswer } from '../declaration/declare';
import type { HeavyContext } from './local-runner';

/** If a row fails, only that row has the error; `words` names the counted things. */
export function* eachAlone(
  ids: readonly Id[],
  { progress }: HeavyContext,
  words: string,
  answer: (id: Id) => Work<RowAnswer | TtError>,
): Work<Map<Id, RowAnswer | TtError>> {
  const answers = new Map<Id, RowAnswer | TtError>();
  for (const id of ids) {
    progress(answers.size, ids.length, words);
    try {
      answers.set(id, yield* answer(id));
    } catch (error) {
      const failure = asTtError(error);
      if (concernsCaller(failure.code)) throw failure;
      answers.set(id, failure);
    }
  }
  return answers;
}
