// The thin bar at the top: it says that this is a local sandbox, and contains its switches.
import { button, el, fill } from '../../../../src/ui/dom';
import type { PageState, SandboxConditions, SandboxSwitch } from '../protocol';
import { showMessage } from './dialogs';
import { popup } from './popup';
import { sendSwitch } from './server';
import { toast } from './toasts';

const WEATHERS: [SandboxConditions, string][] = [
  ['normal', 'CAVE answers at once'],
  ['slow', 'CAVE is slow'],
  ['failing', 'CAVE fails at times'],
  ['down', 'CAVE is down'],
];

export interface BarTasks {
  /** The id in the selected cell, or ''. */
  selectedId(): string;
  sortColumn(): void;
}

export class Bar {
  private readonly weather: HTMLSelectElement;
  private readonly user: HTMLSelectElement;
  private readonly locale: HTMLSelectElement;
  private readonly running = el('span', { class: 'running', attrs: { role: 'status' } });
  private readonly clock = el('span', { class: 'clock' });

  constructor(node: HTMLElement, tasks: BarTasks) {
    this.weather = el(
      'select',
      {
        attrs: { 'aria-label': 'How CAVE behaves' },
        on: {
          change: () => void this.turn({ set: 'weather', weather: this.weather.value as SandboxConditions }),
        },
      },
      ...WEATHERS.map(([value, words]) => el('option', { attrs: { value } }, words)),
    );
    this.user = el('select', {
      attrs: { 'aria-label': 'Be another user' },
      on: { change: () => void this.turn({ set: 'user', email: this.user.value }) },
    });
    this.locale = el('select', {
      attrs: { 'aria-label': 'Locale of the spreadsheet' },
      on: { change: () => void this.turn({ set: 'locale', locale: this.locale.value }) },
    });
    const edit = button('Make an edit', 'plain', () => {
      const id = tasks.selectedId();
      const whom = id === '' ? 'any neuron' : 'the selected neuron';
      const { left, bottom } = edit.getBoundingClientRect();
      popup(
        [
          { label: `Split ${whom}`, press: () => void this.turn({ set: 'edit', kind: 'split', id }) },
          {
            label: `Merge ${whom} with another`,
            press: () => void this.turn({ set: 'edit', kind: 'merge', id }),
          },
        ],
        left,
        bottom + 4,
      );
    });
    const time = button('Advance the clock', 'plain', () => {
      const { left, bottom } = time.getBoundingClientRect();
      popup(
        [1, 24, 168].map((hours) => ({
          label: hours === 1 ? 'By an hour' : hours === 24 ? 'By a day' : 'By a week',
          press: () => void this.turn({ set: 'clock', hours }),
        })),
        left,
        bottom + 4,
      );
    });
    fill(
      node,
      el('strong', {}, 'Local sandbox'),
      el('span', { class: 'about' }, 'A made-up CAVE, on this computer'),
      this.running,
      el('span', { class: 'grow' }),
      edit,
      this.weather,
      time,
      button('Sort the column', 'plain', tasks.sortColumn),
      button('Kill the run', 'plain', () => void this.turn({ set: 'kill' })),
      this.locale,
      this.user,
      this.clock,
    );
  }

  show(state: PageState): void {
    this.weather.value = state.conditions;
    fill(
      this.user,
      ...state.users.map(({ email, name }) =>
        el('option', { attrs: { value: email } }, email === state.owner ? `${name} (owner)` : name),
      ),
    );
    this.user.value = state.user;
    fill(this.locale, ...state.locales.map((name) => el('option', { attrs: { value: name } }, name)));
    this.locale.value = state.locale;
    this.clock.textContent = state.now.slice(0, 16).replace('T', ' ');
    this.clock.title = 'The sandbox’s clock, UTC';
  }

  showRunning(count: number): void {
    this.running.textContent = count > 0 ? 'Running script' : '';
  }

  private async turn(change: SandboxSwitch): Promise<void> {
    const reply = await sendSwitch(change);
    if (!reply.ok) showMessage('The sandbox refused', reply.message);
    else if (reply.said !== undefined) toast('Sandbox', reply.said, change.set === 'edit' ? 12 : 6);
  }
}
