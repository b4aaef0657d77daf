/** Which parameters of a function take ids. */
import type { Param } from '../../tools/declaration/declare';

/** A range parameter `ids` also takes ids; its function reads them cell by cell. */
export const isIds = ({ kind, name }: Param): boolean =>
  kind === 'ids' || (kind === 'range' && name === 'ids');
