/** The system's clock and random numbers, for runs on Node. */
export const SYSTEM_CLOCK = { now: () => Date.now(), random: () => Math.random() };
