/** The tables that tools return: named columns, rows of cells. */

/** One cell of an answer. Ids are text; null is an empty cell. */
export type Cell = string | number | boolean | Date | null;
