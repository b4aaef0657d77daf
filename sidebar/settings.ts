// The Settings panel: token, datastack, formulas, companion, stores, and the purpose of each permission.
import type { CaveUserView, SettingsView } from '../src/addon/interfaces/api';
import { button, el, fill, linkElement, uniqueName, workButton } from '../src/ui/dom';
import type { App, Panel } from './app';
import { TaskLine } from './parts/task-line';
import { call } from './server';
import { CompanionSettings } from './settings-companion';
import { CLOUD_STORAGE, PERMISSIONS } from './settings-permissions';
import { StoreSettings } from './settings-stores';
import { tokenForm } from './token-form';

const WHOSE_TOKEN =
  'Formulas in this spreadsheet ask CAVE with the spreadsheet owner’s token, for everyone who can edit it. ' +
  'Only the owner’s switch counts; the token itself is never shown.';

export class SettingsPanel implements Panel {
  readonly node: HTMLElement;
  private readonly outcome = new TaskLine({ scrolls: true });
  private readonly token = el('div', {});
  private readonly formulas = el('div', {});

  constructor(private readonly app: App) {
    const { settings } = app.boot;
    this.node = el(
      'div',
      { class: 'panel scroll settings' },
      this.outcome.error.node,
      this.outcome.message,
      part('Your CAVE token', this.token),
      part('Formulas in cells', this.formulas),
      part(
        'Servers',
        this.address('CAVE server', 'server', settings.server, 'Where the global CAVE services are.'),
        new CompanionSettings(app, {
          work: (task) => this.work(task),
          tell: (words) => this.outcome.tell(words),
        }).node,
      ),
      part(
        'Buckets',
        new StoreSettings({
          work: (task) => this.work(task),
          tell: (words) => this.outcome.tell(words),
        }).node,
      ),
      part(
        'What each permission is for',
        el(
          'dl',
          { class: 'permissions' },
          ...[...PERMISSIONS, ...(settings.cloudStorage ? [CLOUD_STORAGE] : [])].flatMap(
            ({ scope, words }) => [el('dt', { class: 'mono' }, scope), el('dd', {}, words)],
          ),
        ),
      ),
      el('p', { class: 'soft' }, `Tracer Tools ${app.boot.version}`),
    );
    app.onChange(() => this.draw());
    this.draw();
  }

  private drawnState = '';

  private draw(): void {
    const { settings, who } = this.app.boot;
    const state = JSON.stringify([settings, who]);
    if (state === this.drawnState) return;
    this.drawnState = state;
    this.drawToken(settings, who);
    this.drawFormulas(settings);
  }

  private drawToken(settings: SettingsView, who: CaveUserView | null): void {
    const page = el('p', {}, linkElement(settings.tokenPage, 'Get a token'));
    if (!settings.hasToken) {
      fill(
        this.token,
        el('p', { class: 'soft' }, 'None stored.'),
        page,
        tokenForm(() => this.app.restart()),
      );
      return;
    }
    const other = el(
      'div',
      { attrs: { hidden: true } },
      page,
      tokenForm(() => this.app.restart()),
    );
    fill(
      this.token,
      el('p', {}, who === null ? 'A token is stored.' : `${who.name}, ${who.email}`),
      el(
        'div',
        { class: 'row' },
        workButton('Who am I?', 'plain', () =>
          this.work(async () => {
            const person = await call('whoAmI');
            this.outcome.tell(`CAVE knows you as ${person.name} (${person.email}).`);
            this.app.setSettings(this.app.boot.settings, person);
          }),
        ),
        button('Change', 'text', () => {
          other.hidden = !other.hidden;
          other.querySelector('input')?.focus();
        }),
        workButton('Forget', 'text', () =>
          this.work(async () => {
            this.app.setSettings(await call('forgetToken'), null);
            await this.app.restart();
          }),
        ),
      ),
      other,
    );
  }

  private drawFormulas(settings: SettingsView): void {
    const { on, by, mine } = settings.formulas;
    const name = uniqueName('formulas');
    const input = el('input', {
      attrs: { id: name, type: 'checkbox', role: 'switch', checked: on, 'aria-describedby': `${name}-words` },
      on: {
        change: () => {
          const isOn = input.checked;
          void this.work(async () => {
            this.app.setSettings(await call('setFormulas', isOn));
          }).then((isSaved) => {
            if (!isSaved) input.checked = !isOn;
          });
        },
      },
    });
    const state = on ? (mine ? 'On, with your token' : `On, with the token of ${by}`) : 'Off';
    fill(
      this.formulas,
      el('label', { class: 'check' }, input, el('span', {}, state)),
      el('p', { class: 'soft', attrs: { id: `${name}-words` } }, WHOSE_TOKEN),
    );
  }

  private address(label: string, key: 'server', value: string, words: string): HTMLElement {
    const name = uniqueName(key);
    const input = el('input', {
      attrs: { id: name, type: 'url', autocomplete: 'off', spellcheck: 'false', placeholder: 'https://' },
    });
    input.value = value;
    const save = workButton('Save', 'plain', async () => {
      await this.work(async () => {
        const settings = await call('saveSettings', { [key]: input.value.trim() });
        input.value = settings[key];
        this.app.setSettings(settings);
        this.outcome.tell('Saved.');
      });
    });
    return el(
      'div',
      { class: 'field' },
      el('label', { attrs: { for: name } }, label),
      el('div', { class: 'row' }, input, save),
      el('p', { class: 'soft' }, words),
    );
  }

  /** Returns true on success. */
  private work(task: () => Promise<void>): Promise<boolean> {
    return this.outcome.run(task);
  }
}

function part(title: string, ...children: HTMLElement[]): HTMLElement {
  return el('section', { class: 'part' }, el('h3', {}, title), ...children);
}
