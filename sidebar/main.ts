// Starts the sidebar: reads the add-on's state, then shows the tabs and their panels.
import type { InitialState } from '../src/addon/interfaces/api';
import { el, fill, workButton } from '../src/ui/dom';
import { refuseStrayDrops } from '../src/ui/stray-drops';
import { App, type Panel, type PanelName } from './app';
import { FilesPanel } from './files';
import { FirstOpen } from './first-open';
import { FunctionsPanel } from './functions';
import { Header } from './header';
import { HelpPanel } from './help';
import { ErrorBox } from './parts/error-box';
import { RunPanel } from './run';
import { SchedulePanel } from './schedule';
import { SelectionWatch } from './selection-watch';
import { asCallError, call } from './server';
import { SettingsPanel } from './settings';
import { SheetPanel } from './sheet';

const root = document.getElementById('app')!;
const message = document.getElementById('said')!;
let watch: SelectionWatch | null = null;

async function start(): Promise<void> {
  try {
    build(await call('boot'));
  } catch (error) {
    const box = new ErrorBox();
    box.show(asCallError(error), [workButton('Try again', 'plain', start)]);
    fill(root, el('main', { class: 'panel scroll' }, el('h1', {}, 'Tracer Tools could not start'), box.node));
  }
}

function build(boot: InitialState): void {
  const app = new App(boot, {
    show,
    openTool: (name) => {
      show('functions');
      functions.openByName(name);
    },
    runTab: (formula, args) => {
      show('run');
      run?.followTab(formula, args);
    },
    runSchedule: (id) => {
      show('run');
      run?.followSchedule(id);
    },
    restart: start,
    say: (words) => {
      message.textContent = words;
    },
  });
  const functions = new FunctionsPanel(app);
  const run = boot.settings.hasToken ? new RunPanel(app) : null;
  const panels: Record<PanelName, Panel> = {
    run: run ?? new FirstOpen(app),
    functions,
    sheet: new SheetPanel(app),
    files: new FilesPanel(app),
    schedule: new SchedulePanel(app),
    help: new HelpPanel(app),
    settings: new SettingsPanel(app),
  };
  const header = new Header(app, show);
  for (const [tab, panel] of Object.entries(panels)) {
    panel.node.id = `panel-${tab}`;
    panel.node.setAttribute('role', 'tabpanel');
    panel.node.setAttribute('aria-labelledby', `tab-${tab}`);
    if (panel.node.querySelector('h2') === null) {
      panel.node.prepend(el('h2', { class: 'offscreen' }, tab[0]!.toUpperCase() + tab.slice(1)));
    }
  }
  fill(root, header.node, el('main', {}, ...Object.values(panels).map((panel) => panel.node)));
  const needsNoToken = boot.open.tab === 'settings' || boot.open.tab === 'help' || boot.open.tab === 'sheet';
  show(boot.settings.hasToken || needsNoToken ? boot.open.tab : 'run');
  if (watch === null) {
    watch = new SelectionWatch(app);
    watch.start();
  } else watch.follow(app);

  function show(tab: PanelName): void {
    for (const [name, panel] of Object.entries(panels)) panel.node.hidden = name !== tab;
    header.select(tab);
    panels[tab].onShow?.();
  }
}

refuseStrayDrops(document);
void start();
