/**
 * Waits for something to happen. Counts attempts instead of seconds, because attempts take longer on a busy machine. A
 * test that waits in vain fails instead of hanging.
 */
export async function eventually<T>(look: () => T | Promise<T>, most = 20_000): Promise<NonNullable<T>> {
  for (let looks = 0; looks < most; looks++) {
    const found = await look();
    if (found) return found;
    await pause(5);
  }
  throw new Error(`looked ${most} times in vain for: ${look.toString().slice(0, 120)}`);
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
