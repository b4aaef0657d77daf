/** Whether tests run in full (npm run test:long) or only in part (npm test). */
export const LONG = process.env.TEST_LONG === '1';

/** Number of cases of a long test: `part` in npm test, `whole` in npm run test:long. */
export const casesOf = (part: number, whole: number): number => (LONG ? whole : part);
