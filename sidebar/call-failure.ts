// An error that the add-on returned, or a failure to reach it.
import type { CallError } from '../src/addon/interfaces/api';

/** `error.message` is for the user. */
export class CallFailure extends Error {
  constructor(readonly error: CallError) {
    super(error.message);
  }
}
