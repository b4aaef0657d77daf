/** Tables as tools answer them: named columns, rows of cells. */

/** One answered cell. Ids are text; null is an empty cell. */
export type Cell = string | number | boolean | Date | null;
