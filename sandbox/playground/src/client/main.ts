// Starts the page: reads its state, attaches the parts, and follows the server's events.
import { setText } from '../../../../src/ui/dom';
import type { PageEvent, PageState } from '../protocol';
import { Bar } from './bar';
import { openDialog, showMessage } from './dialogs';
import { closeDialog, listenToFrames, showDialog, showSidebar } from './frames';
import { showHint } from './introduction';
import { showMenu } from './menus';
import { fetchPageState, listen } from './server';
import { SheetView } from './sheet';
import { showTabs } from './tabs';
import { toast } from './toasts';

const part = <T extends HTMLElement = HTMLElement>(id: string) => document.getElementById(id) as T;

const FIRST_CELL = { row: 1, column: 1, rows: 1, columns: 1 };

let state: PageState | null = null;

const sheet = new SheetView(
  part('grid'),
  part<HTMLInputElement>('where'),
  part<HTMLInputElement>('formula'),
  () =>
    showTabs(part('tabs'), sheet.store.tabs, sheet.store.active, {
      show: (tab) => sheet.showTab(tab),
      act: (action) => void sheet.act(action),
    }),
);
const bar = new Bar(part('bar'), {
  selectedId: () => sheet.selectedId(),
  sortColumn: () => sheet.sortColumn(),
});

async function refresh(): Promise<void> {
  const next = await fetchPageState();
  const first = state === null;
  const isOther = state?.user !== next.user;
  // A dialog's calls would run as another user.
  if (state !== null && state.user !== next.user) closeDialog();
  const otherSidebar = state?.sidebar?.html !== next.sidebar?.html || state?.user !== next.user;
  state = next;
  setText(part('name'), next.name);
  const person = next.users.find(({ email }) => email === next.user);
  setText(part('user'), initials(person?.name ?? ''));
  part('user').title = person === undefined ? '' : `${person.name}, ${person.email}`;
  bar.show(next);
  showMenu(part('menus'), next.menu, next.problem);
  sheet.person = next.user;
  sheet.know(next.formulas);
  sheet.setTabs(next.tabs);
  // Scripts act on the user's selection, or on the first cell of the first tab, so the page shows that.
  if (isOther) {
    const { tab, box } = next.selection ?? {
      tab: next.tabs.find((one) => !one.hidden)?.id ?? 0,
      box: FIRST_CELL,
    };
    sheet.selectFor(tab, box);
  }
  if (otherSidebar) showSidebar(next.sidebar);
  if (first && next.problem !== '') showMessage('The add-on is not there', next.problem);
}

function initials(name: string): string {
  return name
    .split(' ')
    .map((word) => word[0] ?? '')
    .join('')
    .slice(0, 2);
}

function hear(event: PageEvent): void {
  switch (event.on) {
    case 'cells':
      sheet.store.stale(event.tabs);
      break;
    case 'tabs':
      sheet.setTabs(event.tabs);
      break;
    case 'select':
      sheet.selectFor(event.tab, event.box);
      break;
    case 'menu':
      if (state !== null) showMenu(part('menus'), event.menu, state.problem);
      break;
    case 'frame':
      if (event.frame.kind === 'sidebar') showSidebar(event.frame);
      else showDialog(event.frame);
      break;
    case 'toast':
      toast(event.title, event.text, event.seconds);
      break;
    case 'ask':
      openDialog(event);
      break;
    case 'running':
      bar.showRunning(event.count);
      break;
    case 'state':
      void refresh();
      break;
  }
}

let isLost = false;
listenToFrames(() => sheet.focus());
showHint(part('hint'));
listen(hear, (on) => {
  if (on) {
    // Events that arrived while the page was disconnected were missed.
    void refresh().then(() => sheet.store.stale([sheet.store.active]));
  } else if (!isLost) toast('', 'The sandbox has stopped answering. Waiting for it…', 4);
  isLost = !on;
});
sheet.focus();
