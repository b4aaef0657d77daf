/** The spreadsheet's tabs as tools read them. */
import type { Tabs } from '../tools/declare';
import type { Host } from './host';

export function tabsOf(host: Host): Tabs {
  return {
    names: () => host.file.tabs().map((tab) => tab.name()),
    values: (name) => {
      const tab = host.file.tabByName(name);
      const rows = tab?.lastRow() ?? 0;
      return tab && rows > 0 ? tab.values(1, 1, rows, tab.lastColumn()) : [];
    },
  };
}
