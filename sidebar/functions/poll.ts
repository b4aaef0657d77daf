// Asks repeatedly for an answer in progress, shows the progress, and stops on request.
import { CallFailure } from '../server';

export interface PollControl {
  /** Shows the progress as text. */
  show(words: string): void;
  stopped(): boolean;
  wait(ms: number): Promise<void>;
}

const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 4_000;

/** Returns the answer, or null if stopped. Rejects with any error except PENDING. */
export async function pollUntilDone<T>(ask: () => Promise<T>, by: PollControl): Promise<T | null> {
  for (let wait = FIRST_WAIT; !by.stopped(); wait = Math.min(wait * 1.2, LONGEST_WAIT)) {
    try {
      const answer = await ask();
      return by.stopped() ? null : answer;
    } catch (error) {
      if (by.stopped()) return null;
      if (!(error instanceof CallFailure) || error.error.code !== 'PENDING') throw error;
      // Shows the progress without the advice to refresh, because this loop asks again.
      by.show(error.error.progress ?? error.error.message);
    }
    await by.wait(wait);
  }
  return null;
}
