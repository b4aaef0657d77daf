// Copy and paste between the sheet and the system's clipboard.
import type { Box } from '../protocol';
import { boxName } from './boxes';
import { readTable, writeTable } from './clipboard';
import { showMessage } from './dialogs';
import { fetchShownTexts } from './server';
import type { Store } from './store';
import { toast } from './toasts';

export interface CopyTasks {
  /** True if the grid has the focus and no cell is being edited. */
  active(): boolean;
  box(): Box;
  paste(row: number, column: number, cells: string[][]): void;
}

export function listenToClipboard(store: Store, tasks: CopyTasks): void {
  document.addEventListener('copy', (event) => {
    if (!tasks.active() || event.clipboardData === null) return;
    event.preventDefault();
    const box = usedPart(store, tasks.box());
    if (store.has(box.row, box.row + box.rows - 1)) {
      event.clipboardData.setData('text/plain', writeTable(shownIn(store, box)));
    } else void copyFar(store.active, box);
  });
  document.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!tasks.active() || text === '') return;
    event.preventDefault();
    const { row, column } = tasks.box();
    tasks.paste(row, column, readTable(text));
  });
}

/** Requests rows that are not loaded, then copies. */
async function copyFar(tab: number, box: Box): Promise<void> {
  try {
    await navigator.clipboard.writeText(writeTable(await fetchShownTexts(tab, box)));
    toast('', `Copied ${boxName(box)}`, 3);
  } catch {
    showMessage('Not copied', 'The browser did not let these cells be copied. Select fewer rows.');
  }
}

/** The box, clipped to the used part of the tab. */
function usedPart(store: Store, box: Box): Box {
  const tab = store.tab();
  const rows = Math.min(box.rows, Math.max(1, (tab?.lastRow ?? 1) - box.row + 1));
  const columns = Math.min(box.columns, Math.max(1, (tab?.lastColumn ?? 1) - box.column + 1));
  return { ...box, rows, columns };
}

function shownIn(store: Store, box: Box): string[][] {
  return Array.from({ length: box.rows }, (_r, r) =>
    Array.from(
      { length: box.columns },
      (_c, c) => store.cell({ row: box.row + r, column: box.column + c })?.t ?? '',
    ),
  );
}
