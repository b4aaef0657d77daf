// The tabs below the grid.
import { button, el, fill } from '../../../../src/ui/dom';
import type { TabInfo, UserAction } from '../protocol';
import { type Choice, popup } from './popup';

export interface TabTasks {
  show(tab: number): void;
  act(action: UserAction): void;
}

export function showTabs(node: HTMLElement, tabs: readonly TabInfo[], active: number, tasks: TabTasks): void {
  const add = button('+', 'text', () => tasks.act({ do: 'addTab', name: '' }), {
    'aria-label': 'Add a tab',
    title: 'Add a tab',
  });
  add.classList.add('add-tab');
  const strip = tabs
    .filter((tab) => !tab.hidden)
    .map((tab) => {
      const one = el(
        'button',
        {
          class: tab.id === active ? 'sheet-tab on' : 'sheet-tab',
          attrs: { type: 'button', role: 'tab', 'aria-selected': String(tab.id === active) },
          on: {
            click: () => tasks.show(tab.id),
            dblclick: () => rename(one, tab, tasks),
            contextmenu: (event) => {
              event.preventDefault();
              popup(choices(one, tab, tabs, tasks), event.clientX, event.clientY - 80);
            },
          },
        },
        tab.name,
      );
      return one;
    });
  fill(
    node,
    add,
    el('div', { class: 'sheet-tabs', attrs: { role: 'tablist', 'aria-label': 'Tabs' } }, ...strip),
  );
}

function choices(one: HTMLElement, tab: TabInfo, tabs: readonly TabInfo[], tasks: TabTasks): Choice[] {
  const list: Choice[] = [{ label: 'Rename', press: () => rename(one, tab, tasks) }];
  if (tabs.length > 1)
    list.push({ label: 'Delete', press: () => tasks.act({ do: 'removeTab', tab: tab.id }) });
  return list;
}

function rename(one: HTMLElement, tab: TabInfo, tasks: TabTasks): void {
  const input = el('input', { class: 'tab-name', attrs: { type: 'text', 'aria-label': 'Name of the tab' } });
  input.value = tab.name;
  let over = false;
  const end = (keep: boolean) => {
    if (over) return;
    over = true;
    const name = input.value.trim();
    input.replaceWith(one);
    if (keep && name !== '' && name !== tab.name) tasks.act({ do: 'renameTab', tab: tab.id, name });
  };
  input.addEventListener('blur', () => end(true));
  input.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Enter') end(true);
    if (event.key === 'Escape') end(false);
  });
  one.replaceWith(input);
  input.select();
}
