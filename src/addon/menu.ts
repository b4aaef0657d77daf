/** The menu, Extensions › Tracer Tools: each item's function, and what it does with the selection. */
import { asTtError } from '../core/errors';
import { openWith } from './calls';
import { freezeFormulas, refreshFormulas } from './formulas/refresh';
import type { InitialState } from './interfaces/api';
import type { Host } from './interfaces/host';
import { undoLastRun } from './jobs/control';
import { showSelected } from './tools/viewer';

/** In menu order: the text, and the top-level function that the bundle declares for it. */
export const MENU: readonly { text: string; call: string }[] = [
  { text: 'Open sidebar', call: 'ttOpenSidebar' },
  { text: 'Add segment details…', call: 'ttAddDetails' },
  { text: 'Bring ids up to date…', call: 'ttBringUpToDate' },
  { text: 'Show skeletons…', call: 'ttShowSkeletons' },
  { text: 'Refresh formulas', call: 'ttRefreshFormulas' },
  { text: 'Freeze formulas to values', call: 'ttFreezeFormulas' },
  { text: 'Undo last run', call: 'ttUndo' },
  { text: 'Help', call: 'ttHelp' },
];

const sidebar = (host: Host, open: InitialState['open']) => {
  openWith(host, open);
  host.ui.showSidebar();
};

export const MENU_ACTIONS: Record<string, (host: Host) => void> = {
  ttOpenSidebar: (host) => sidebar(host, { tab: 'run' }),
  ttAddDetails: (host) => sidebar(host, { tab: 'run', job: 'details' }),
  ttBringUpToDate: (host) => sidebar(host, { tab: 'run', job: 'current' }),
  ttShowSkeletons: showSelected,
  ttRefreshFormulas: (host) => host.file.toast(refreshFormulas(host), 6),
  ttFreezeFormulas: (host) => host.file.toast(freezeFormulas(host), 6),
  ttUndo: (host) => host.file.toast(undoLastRun(host).message, 8),
  ttHelp: (host) => sidebar(host, { tab: 'functions' }),
};

/** Runs a menu action; what goes wrong is said in a dialog, in our words. */
export function runMenu(call: string, host: Host): void {
  try {
    MENU_ACTIONS[call]!(host);
  } catch (error) {
    host.ui.alert(asTtError(error).message);
  }
}
