/** Timestamps as text for people. */

/** Text such as `2026-01-31 09:05:00`, in UTC; `at` is in milliseconds since the epoch. */
export const utcText = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');
