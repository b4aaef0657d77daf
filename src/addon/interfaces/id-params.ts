/** Which parameters of a function take ids. */
import type { Param } from '../../tools/declaration/declare';

/** Ids are a range too where a function reads them cell by cell. */
export const isIds = ({ kind, name }: Param): boolean =>
  kind === 'ids' || (kind === 'range' && name === 'ids');
