/** Makes a table over the in-memory host, with or without lasting names of its columns. */
import { keyTag, targetTag } from '../../../src/addon/sheet/table/column-tags';
import { readTabTable, type Table } from '../../../src/addon/sheet/table/table';
import type { Cell } from '../../../src/core/table';
import { type FakeHost, fakeHost } from '../../support/fake-host';

export const KEY = { tag: 'k', header: 'root_id', column: 0, headerRow: 0 };

export function sheetOf(top: Cell[], rows: Cell[][]): FakeHost {
  const host = fakeHost();
  host.tab.put(1, 1, [top, ...rows]);
  top.forEach((header, i) => {
    if (header === 'root_id') host.tab.columnTags.push({ column: i + 1, value: keyTag('k') });
    else if (header === 'current_id' || header === 'share') {
      const name = String(header);
      host.tab.columnTags.push({
        column: i + 1,
        value: targetTag('k', { output: name, header: name }, true),
      });
    }
  });
  host.counts.clear();
  return host;
}

export const tableOf = (host: FakeHost, outputs = ['current_id', 'share']): Table =>
  readTabTable(host.tab, {
    key: KEY,
    targets: outputs.map((output) => ({ output, header: output })),
    kind: 'ids',
    rules: true,
  });
