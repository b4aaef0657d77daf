// The companion in Settings: its address, the user's confirmation, a test, and the grant for formulas.
import type { SettingsView } from '../src/addon/interfaces/api';
import { el, fill, uniqueName, workButton } from '../src/ui/dom';
import type { App } from './app';
import { call } from './server';

export interface SettingsActions {
  /** Runs a task and shows its error. Returns true on success. */
  work(task: () => Promise<void>): Promise<boolean>;
  tell(words: string): void;
}

export class CompanionSettings {
  readonly node: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly state = el('div', {});
  private drawnState = '';

  constructor(
    private readonly app: App,
    private readonly by: SettingsActions,
  ) {
    const name = uniqueName('companion');
    this.input = el('input', {
      attrs: { id: name, type: 'url', autocomplete: 'off', spellcheck: 'false', placeholder: 'https://' },
    });
    this.input.value = app.boot.settings.companion;
    this.node = el(
      'div',
      { class: 'field' },
      el('label', { attrs: { for: name } }, 'Companion'),
      el(
        'div',
        { class: 'row' },
        this.input,
        workButton('Save', 'plain', () => this.save()),
      ),
      el(
        'p',
        { class: 'soft' },
        'A service of your lab for heavy work such as meshes. It is told who you are and uses your CAVE token for the work. Leave it blank if you have none.',
      ),
      this.state,
    );
    app.onChange(() => this.draw());
    this.draw();
  }

  private save(): Promise<unknown> {
    return this.by.work(async () => {
      this.take(await call('saveSettings', { companion: this.input.value.trim() }));
      this.by.tell('Saved.');
    });
  }

  private take(settings: SettingsView): void {
    this.input.value = settings.companion;
    this.app.setSettings(settings);
  }

  private draw(): void {
    const { companion, companionUse, formulas } = this.app.boot.settings;
    const state = JSON.stringify([companion, companionUse, formulas]);
    if (state === this.drawnState) return;
    this.drawnState = state;
    if (companion === '') {
      fill(this.state);
      return;
    }
    if (!companionUse.confirmed) {
      fill(
        this.state,
        el(
          'p',
          { class: 'problem' },
          'Somebody else set this address. Your identity and token go there only after you confirm it.',
        ),
        workButton('Use this companion', 'plain', () =>
          this.by.work(async () => {
            this.take(await call('confirmCompanion', companion));
            this.by.tell('Confirmed.');
          }),
        ),
      );
      return;
    }
    fill(
      this.state,
      el(
        'div',
        { class: 'row' },
        workButton('Test', 'plain', () =>
          this.by.work(async () => {
            const { version } = await call('testCompanion');
            this.by.tell(`The companion answers (version ${version}) and serves you.`);
          }),
        ),
        el('span', { class: 'soft' }, formulaWords(this.app.boot.settings)),
      ),
      companionUse.problem === '' ? null : el('p', { class: 'problem' }, companionUse.problem),
    );
  }
}

/** The add-on renews a grant whenever its owner opens the sidebar. */
function formulaWords({ companionUse, formulas }: SettingsView): string {
  if (!formulas.mine) return '';
  if (companionUse.formulasUntil === '') return 'Formulas may not ask it yet.';
  return `Formulas may ask it until ${companionUse.formulasUntil.slice(0, 10)}; renewed as you use the sidebar.`;
}
