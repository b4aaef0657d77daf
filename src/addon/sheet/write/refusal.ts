/** Google refuses a write as a whole if one of its cells is protected or has a rule against the value. */

/** The error that the write threw, or null. */
export function writeFailure(write: () => void): unknown {
  try {
    write();
    return null;
  } catch (error) {
    return error ?? new Error('refused');
  }
}
