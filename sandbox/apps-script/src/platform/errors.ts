/** Errors that end a service call or an execution. */

/** Reaches the script as `Exception: message`, as every refusal of a Google service does. */
export class ScriptError extends Error {}

/** Ends an execution as a power loss would. Throw it from a hook, or let a limit throw it. */
export class Kill extends Error {
  constructor(
    message = 'Exceeded maximum execution time',
    /** False where the platform ended the run regularly (a consent prompt), so that buffered writes are kept. */
    readonly abrupt = true,
  ) {
    super(message);
  }
}
