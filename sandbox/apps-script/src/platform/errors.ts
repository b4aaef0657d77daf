/** Errors that end a service call or an execution. */

/** Reaches the script as `Exception: message`, like every refusal of a Google service. */
export class ScriptError extends Error {}

/** Ends an execution like a power failure. A hook or a limit throws it. */
export class Kill extends Error {
  constructor(
    message = 'Exceeded maximum execution time',
    /** False if the platform ended the run regularly (a consent prompt): then buffered writes are kept. */
    readonly abrupt = true,
  ) {
    super(message);
  }
}
