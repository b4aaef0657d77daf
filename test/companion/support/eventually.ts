/** Waits for what comes about by itself; a test that waits in vain fails instead of hanging. */
export async function eventually<T>(look: () => T | Promise<T>, most = 8000): Promise<NonNullable<T>> {
  const end = Date.now() + most;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${most} ms in vain for: ${look.toString().slice(0, 120)}`);
    await pause(5);
  }
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
