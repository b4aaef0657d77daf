/** The spreadsheet's tabs as tools read them. */
import type { TabReader } from '../../tools/declaration/declare';
import type { Host } from '../interfaces/host';

export function tabsOf(host: Host): TabReader {
  return {
    names: () => host.file.tabs().map((tab) => tab.name()),
    values: (name) => {
      const tab = host.file.tabByName(name);
      const rows = tab?.lastRow() ?? 0;
      return tab && rows > 0 ? tab.values(1, 1, rows, tab.lastColumn()) : [];
    },
  };
}
