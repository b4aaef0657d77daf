/** Timestamps as text for people. */

/** `2026-01-31 09:05:00`, in UTC; `at` in milliseconds since the epoch. */
export const utcText = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');
