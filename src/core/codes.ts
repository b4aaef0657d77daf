/** The codes a cell or the sidebar can show after `#TT `: one list, each with its help. See docs/codes.md. */

export interface CodeHelp {
  /** Trying again later may help. */
  passing: boolean;
  /** What it means, in one line. */
  when: string;
  /** What the user can do. */
  remedy: string;
}

export const CODES = {
  ROUNDED: {
    passing: false,
    when: 'The cell holds a number that has lost digits.',
    remedy: 'Format the column as plain text and paste the ids again.',
  },
  ID: {
    passing: false,
    when: 'The cell does not hold an id, or an id of the wrong kind.',
    remedy: 'Check the cell: a segment id is a whole number of up to 20 digits.',
  },
  UNKNOWN: {
    passing: false,
    when: 'The id is well formed, but CAVE has no such node.',
    remedy: 'Check the id and the datastack.',
  },
  AMBIGUOUS: {
    passing: false,
    when: 'The segment was split and no piece is clearly its successor.',
    remedy: 'Add an anchor supervoxel or point, or choose the piece by eye.',
  },
  TOKEN: {
    passing: false,
    when: 'There is no CAVE token, or CAVE does not know it.',
    remedy: 'Copy a token from CAVE’s page of tokens, and paste it in Tracer Tools › Settings.',
  },
  TERMS: {
    passing: false,
    when: 'The terms of service of this datastack have not been accepted.',
    remedy: 'Open the address once in a browser and accept them; the token is fine.',
  },
  PERMISSION: {
    passing: false,
    when: 'The account may not see this datastack, or this action is not allowed here.',
    remedy: 'Ask the datastack’s owners for access.',
  },
  OFF: {
    passing: false,
    when: 'Formulas are not switched on for this spreadsheet.',
    remedy: 'The owner can switch formulas on in Tracer Tools › Settings.',
  },
  PENDING: {
    passing: true,
    when: 'Time ran out before this row was answered.',
    remedy: 'Refresh to go on; what was answered is kept.',
  },
  BUSY: {
    passing: true,
    when: 'CAVE asks to wait, or one of its services refuses for now what CAVE itself allows.',
    remedy: 'Try again after the time that the cell names.',
  },
  DOWN: { passing: true, when: 'CAVE fails or cannot be reached.', remedy: 'Try again later.' },
  TIMEOUT: { passing: true, when: 'No answer came in time.', remedy: 'Try again.' },
  SHORT: {
    passing: false,
    when: 'The server cut the table: rows are missing.',
    remedy: 'Ask for less: a filter, fewer ids.',
  },
  BIG: {
    passing: false,
    when: 'The request or the answer is over a limit.',
    remedy: 'Ask for less, or use the sidebar.',
  },
  NONE: {
    passing: false,
    when: 'The datastack has no such table or service.',
    remedy: 'Choose another datastack, or do without.',
  },
  COMPANION: {
    passing: false,
    when: 'Heavy work needs the companion service, and none is set or it refused.',
    remedy: 'Set its address in Tracer Tools › Settings.',
  },
  INPUT: { passing: false, when: 'An argument is wrong.', remedy: 'See which, and what is expected.' },
  LINK: { passing: false, when: 'The link does not work.', remedy: 'See its verdict.' },
  FAULT: {
    passing: false,
    when: 'Something broke in Tracer Tools or in a reply.',
    remedy: 'Report it with the time and the function’s name.',
  },
} as const satisfies Record<string, CodeHelp>;

export type Code = keyof typeof CODES;
