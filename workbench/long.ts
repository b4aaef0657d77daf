/** Whether the whole of the long tests runs (npm run test:long) or the part that belongs to npm test. */
export const LONG = process.env.TEST_LONG === '1';

/** How many cases of a long test run: `part` in npm test, `whole` in npm run test:long. */
export const casesOf = (part: number, whole: number): number => (LONG ? whole : part);
