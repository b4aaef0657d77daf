import { TtError } from '../../../core/errors';
import type { SheetFile, SheetTab } from '../../interfaces/host';

/** The tab with this id. `name` is what it was called. Throws INPUT if it is gone. */
export function tabById(file: SheetFile, id: number, name?: string): SheetTab {
  const tab = file.tabById(id);
  if (!tab)
    throw new TtError('INPUT', `${name === undefined ? 'that tab' : `the tab ${name}`} is no longer there`);
  return tab;
}
