// The top of the sidebar: datastack, the CAVE user, and the tabs.

import { el, fill } from '../src/ui/dom';
import { icon } from '../src/ui/icons';
import type { App, PanelName } from './app';
import { asCallError, call } from './server';

const TABS: [tab: PanelName, words: string][] = [
  ['run', 'Run'],
  ['functions', 'Functions'],
  ['sheet', 'Sheet'],
  ['files', 'Files'],
  ['schedule', 'Schedule'],
  ['help', 'Help'],
  ['settings', 'Settings'],
];

export class Header {
  readonly node: HTMLElement;
  private readonly tabs = new Map<PanelName, HTMLButtonElement>();
  private readonly who = el('span', { class: 'who clip' });
  private readonly stack: HTMLSelectElement;
  private readonly problem = el('p', { class: 'problem', attrs: { role: 'alert', hidden: true } });

  constructor(
    private readonly app: App,
    show: (tab: PanelName) => void,
  ) {
    const { stacks, settings } = app.boot;
    const isListed = stacks.some((stack) => stack.name === settings.datastack);
    const choices = isListed
      ? stacks
      : [{ name: settings.datastack, display: settings.datastack }, ...stacks];
    this.stack = el(
      'select',
      {
        class: 'stack',
        attrs: { 'aria-label': 'Datastack', title: settings.datastack },
        on: { change: () => void this.setStack() },
      },
      ...choices.map((stack) => el('option', { attrs: { value: stack.name } }, stack.display || stack.name)),
    );
    this.stack.value = settings.datastack;
    for (const [tab, words] of TABS) this.tabs.set(tab, this.tab(tab, words, show));
    this.node = el(
      'header',
      {},
      el('h1', { class: 'offscreen' }, 'Tracer Tools'),
      el('div', { class: 'row top' }, this.stack, el('span', { class: 'grow' }), this.who),
      this.problem,
      el('div', { class: 'tabs', attrs: { role: 'tablist', 'aria-label': 'Panels' } }, ...this.tabs.values()),
    );
    app.onChange(() => this.draw());
    this.draw();
  }

  select(tab: PanelName): void {
    for (const [name, node] of this.tabs) {
      node.setAttribute('aria-selected', String(name === tab));
      node.tabIndex = name === tab ? 0 : -1;
    }
  }

  private tab(tab: PanelName, words: string, show: (tab: PanelName) => void): HTMLButtonElement {
    const narrow = tab === 'settings' || tab === 'help';
    return el(
      'button',
      {
        class: narrow ? 'tab narrow' : 'tab',
        attrs: {
          type: 'button',
          role: 'tab',
          id: `tab-${tab}`,
          'aria-controls': `panel-${tab}`,
          ...(narrow ? { 'aria-label': words, title: words } : {}),
        },
        on: {
          click: () => show(tab),
          keydown: (event) => this.arrow(event, tab, show),
        },
      },
      narrow ? icon(tab) : words,
    );
  }

  private arrow(event: KeyboardEvent, tab: PanelName, show: (tab: PanelName) => void): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const at = TABS.findIndex(([name]) => name === tab);
    const next = TABS[(at + step + TABS.length) % TABS.length]![0];
    show(next);
    this.tabs.get(next)?.focus();
  }

  private draw(): void {
    const { who, whoProblem, settings } = this.app.boot;
    const isSignedIn = settings.hasToken && who !== null;
    fill(
      this.who,
      el('span', { class: isSignedIn ? 'dot on' : 'dot', attrs: { 'aria-hidden': 'true' } }),
      isSignedIn ? who.name : settings.hasToken ? withoutPerson(whoProblem) : 'No token yet',
    );
    this.who.title = isSignedIn ? who.email : whoProblem;
  }

  private async setStack(): Promise<void> {
    const before = this.app.boot.settings.datastack;
    this.problem.hidden = true;
    this.stack.disabled = true;
    try {
      this.app.setSettings(await call('saveSettings', { datastack: this.stack.value }));
    } catch (error) {
      this.stack.value = before;
      fill(this.problem, asCallError(error).message);
      this.problem.hidden = false;
    } finally {
      this.stack.disabled = false;
      this.stack.title = this.stack.value;
    }
  }
}

/** Text for a token whose owner CAVE did not name. Only the code TOKEN means that the token itself is wrong. */
function withoutPerson(code: string): string {
  if (code === 'TOKEN') return 'Token refused';
  return code === 'PERMISSION' || code === 'TERMS' ? 'No CAVE access' : 'CAVE: no answer';
}
