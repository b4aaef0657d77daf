/** The machine's clock and chance, for runs on Node. */
export const SYSTEM_CLOCK = { now: () => Date.now(), random: () => Math.random() };
