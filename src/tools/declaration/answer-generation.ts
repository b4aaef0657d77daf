/**
 * Part of the key of cached answers. Increase it when earlier answers must no longer be used. 2 (2026-11-30): counts
 * and volumes of ids that descend from one another were too small.
 */
export const ANSWER_GENERATION = 2;
