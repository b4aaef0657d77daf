/** Google refuses a write as a whole where one of its cells is protected, or has a rule against the value. */

/** What the write threw, or null. */
export function writeFailure(write: () => void): unknown {
  try {
    write();
    return null;
  } catch (error) {
    return error ?? new Error('refused');
  }
}
