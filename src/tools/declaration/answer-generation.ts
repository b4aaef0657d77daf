/**
 * Part of the key under which answers are kept. Raised when answers given before are not believed any more:
 * 2 (2026-11-30): counts and volumes of ids that came of one another were short.
 */
export const ANSWER_GENERATION = 2;
