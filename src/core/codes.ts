/** The codes that a cell or the sidebar can show after `#TT `, each with its help. See docs/codes.md. */

export interface CodeHelp {
  /** True if trying again later may help; absent for permanent failures. */
  transient?: true;
  /** The meaning, in one line. */
  meaning: string;
  /** What the user can do. */
  remedy: string;
}

export const CODES = {
  ROUNDED: {
    meaning: 'The cell holds a number that has lost digits.',
    remedy: 'Format the column as plain text and paste the ids again.',
  },
  ID: {
    meaning: 'The cell does not hold an id, or an id of the wrong kind.',
    remedy: 'Check the cell: a segment id is a whole number of up to 20 digits.',
  },
  UNKNOWN: {
    meaning: 'The id is well formed, but CAVE has no such node.',
    remedy: 'Check the id and the datastack.',
  },
  AMBIGUOUS: {
    meaning: 'The segment was split and no piece is clearly its successor.',
    remedy: 'Add an anchor supervoxel or point, or choose the piece by eye.',
  },
  TOKEN: {
    meaning: 'There is no CAVE token, or CAVE does not know it.',
    remedy: 'Copy a token from CAVE’s page of tokens, and paste it in Tracer Tools › Settings.',
  },
  TERMS: {
    meaning: 'The terms of service of this datastack have not been accepted.',
    remedy: 'Open the address once in a browser and accept them; the token is fine.',
  },
  PERMISSION: {
    meaning: 'The account may not see this datastack, or this action is not allowed here.',
    remedy: 'Ask the datastack’s owners for access.',
  },
  OFF: {
    meaning: 'Formulas are not switched on for this spreadsheet.',
    remedy: 'The owner can switch formulas on in Tracer Tools › Settings.',
  },
  PENDING: {
    transient: true,
    meaning: 'Time ran out before this row was answered.',
    remedy: 'Refresh to go on; what was answered is kept.',
  },
  BUSY: {
    transient: true,
    meaning: 'CAVE asks to wait, or one of its services refuses for now what CAVE itself allows.',
    remedy: 'Try again after the time that the cell names.',
  },
  DOWN: { transient: true, meaning: 'CAVE fails or cannot be reached.', remedy: 'Try again later.' },
  TIMEOUT: { transient: true, meaning: 'No answer came in time.', remedy: 'Try again.' },
  SHORT: {
    meaning: 'The server cut the table: rows are missing.',
    remedy: 'Ask for less: a filter, fewer ids.',
  },
  BIG: {
    meaning: 'The request or the answer is over a limit.',
    remedy: 'Ask for less, or use the sidebar.',
  },
  NONE: {
    meaning: 'The datastack has no such table or service.',
    remedy: 'Choose another datastack, or do without.',
  },
  COMPANION: {
    meaning: 'Heavy work needs the companion service, and none is set or it refused.',
    remedy: 'Set its address in Tracer Tools › Settings.',
  },
  INPUT: { meaning: 'An argument is wrong.', remedy: 'See which, and what is expected.' },
  NOTE: {
    meaning: 'The answer above it is right, and something about it is worth knowing.',
    remedy: 'Read what it says; nothing has to be done.',
  },
  LINK: { meaning: 'The link does not work.', remedy: 'See its verdict.' },
  FAULT: {
    meaning: 'Something broke in Tracer Tools or in a reply.',
    remedy: 'Report it with the time and the function’s name.',
  },
} as const satisfies Record<string, CodeHelp>;

export type Code = keyof typeof CODES;

/** Failures of the caller's account: they concern every id of a request, not one. */
const OF_THE_CALLER: readonly Code[] = ['TOKEN', 'TERMS', 'PERMISSION'];

export const concernsCaller = (code: Code): boolean => OF_THE_CALLER.includes(code);
