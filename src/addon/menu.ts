/** The menu, Extensions › Tracer Tools: each item's function and action. */
import { asTtError } from '../core/errors';
import type { MenuItem } from '../tools/declaration/sheet-tools';
import { toolsOn } from '../tools/registry';
import { openWith } from './calls';
import { undo } from './edits/undo-edit';
import { freezeFormulas } from './formulas/freeze';
import { refreshFormulas } from './formulas/refresh';
import type { InitialState } from './interfaces/api';
import type { Host } from './interfaces/host';
import { showSelected } from './tools/viewer';

type Action = (host: Host) => void;

const sidebar = (host: Host, open: InitialState['open']) => {
  openWith(host, open);
  host.ui.showSidebar();
};

/** Menu items of jobs and windows, from their declarations. */
const declaredItems = (): [MenuItem, Action][] => [
  ...toolsOn('columnJob').flatMap(({ menuCall: call, name, title }): [MenuItem, Action][] =>
    call ? [[{ text: `${title}…`, call }, (host) => sidebar(host, { tab: 'run', job: name })]] : [],
  ),
  ...toolsOn('sidebar').flatMap((tool): [MenuItem, Action][] =>
    tool.kind === 'window' ? [[tool.menu, showSelected]] : [],
  ),
];

/** In menu order. */
const ITEMS: readonly [MenuItem, Action][] = [
  [{ text: 'Open sidebar', call: 'ttOpenSidebar' }, (host) => sidebar(host, { tab: 'run' })],
  ...declaredItems(),
  [
    { text: 'Refresh formulas', call: 'ttRefreshFormulas' },
    (host) => host.file.toast(refreshFormulas(host), 6),
  ],
  [
    { text: 'Freeze formulas to values', call: 'ttFreezeFormulas' },
    (host) => host.file.toast(freezeFormulas(host), 6),
  ],
  [{ text: 'Undo last run', call: 'ttUndo' }, (host) => host.file.toast(undo(host).message, 8)],
  [{ text: 'Help', call: 'ttHelp' }, (host) => sidebar(host, { tab: 'help' })],
];

export const MENU: readonly MenuItem[] = ITEMS.map(([item]) => item);

export const MENU_ACTIONS: Record<string, Action> = Object.fromEntries(
  ITEMS.map(([{ call }, action]) => [call, action]),
);

/** Runs a menu action. Shows errors in a dialog. */
export function runMenu(call: string, host: Host): void {
  try {
    MENU_ACTIONS[call]!(host);
  } catch (error) {
    host.ui.alert(asTtError(error).message);
  }
}
