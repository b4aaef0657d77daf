/**
 * The warnings of a table's reply: rows that were cut off, rows not looked up yet, ids that are not current. The texts
 * differ between routes, and a proxy may join several headers into one.
 */
import { digitsValue } from '../../core/digits';
import type { HttpReply } from '../../http/request';

export interface TableWarnings {
  /** Number of rows at which the server stopped, or null if it reports no cut. */
  cut: number | null;
  /**
   * Number of parts of the answer that were cut. A live query has two parts: the version's rows and the changed rows.
   */
  cuts: number;
  /** Number of rows that are missing because their supervoxels are not looked up yet. */
  missing: number;
  /** The server's text about ids that are not current, or null. */
  invalid: string | null;
}

/** A notice of the table's owner may contain any text; it ends where another warning begins. */
const NOTICE =
  /Table Owner Notice on [^:]*:.*?(?=, (?:[0-9]{3} - "|result has [0-9]|Some root_ids|There are [0-9])|$)/gs;
const KNOWN = [
  /Limited query to ([0-9]+) rows/g,
  /result has [0-9]+ entries, which is equal or more\s+than limit of ([0-9]+)/g,
];
/** The text of another version of the service: a limit and a number of rows. */
const OTHER =
  /\b(?:limit(?:ed)?|truncated|capped|cut(?: off)?)\b[^,;0-9]{0,60}([0-9]{1,9})|more (?:results|rows)/i;

export function tableWarnings(reply: HttpReply): TableWarnings {
  const all = reply.headers.warning ?? '';
  const text = all.replace(NOTICE, '');
  const limits = KNOWN.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => digitsValue(match[1])),
  );
  const other = limits.length === 0 ? OTHER.exec(text) : null;
  return {
    cut: limits[0] ?? (other ? digitsValue(other[1] ?? '0') : null),
    cuts: limits.length + (other ? 1 : 0),
    missing: [...text.matchAll(/There are ([0-9]+) annotations that need/g)].reduce(
      (sum, match) => sum + digitsValue(match[1]),
      0,
    ),
    invalid: /Some root_ids passed are not valid[^\]]*\]?/.exec(text)?.[0] ?? null,
  };
}

/** A live query without rows may come as an error; it is a valid answer. */
export const NO_ROWS = /returned no results/;
/** The same if none of the ids is current; the ids are in brackets. */
export const ALL_INVALID = /ALL root id filters passed[^\]]*\]/;

/**
 * True for a number that may be a row limit, because limits are round. Such an answer is compared with a count, if
 * there is one: the warning of its cut may be one that is unknown here.
 */
export const isRound = (rows: number): boolean => rows > 0 && rows % 100 === 0;
