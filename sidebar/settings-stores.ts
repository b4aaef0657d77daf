// Stores in Settings: the Google account, and keys of S3 stores, which the user types once and never sees again.
import type { StoreAccessView, StoreKeysForm, StoreView } from '../src/addon/interfaces/files-api';
import { S3_HOSTS } from '../src/core/store-hosts';
import { button, el, fill, linkElement, uniqueName, workButton } from '../src/ui/dom';
import { call } from './server';
import type { SettingsActions } from './settings-companion';

const GOOGLE_WORDS = {
  allowed: 'Cloud Storage (gs://): with your Google account, and its rights.',
  refused: 'Cloud Storage (gs://): you have not allowed it. Public buckets can be read.',
  absent:
    'Cloud Storage (gs://): this build does not ask Google for your buckets. Public ones can be read. Whoever installed it can change that: docs/install.md.',
};

const OWN = 'own';

export class StoreSettings {
  readonly node = el('div', { class: 'stores' });
  private readonly state = el('div', {});
  private readonly form = el('div', {});
  private hasLoaded = false;

  constructor(private readonly by: SettingsActions) {
    fill(
      this.node,
      this.state,
      el(
        'div',
        { class: 'row' },
        button('Add a store or key…', 'plain', () => this.open()),
      ),
      this.form,
    );
    fill(
      this.state,
      workButton('Show my stores', 'text', () => this.load()),
    );
  }

  /** Loaded on request: not everybody uses buckets. */
  private load(): Promise<unknown> {
    return this.by.work(async () => this.draw(await call('storeAccess')));
  }

  private draw({ google, stores }: StoreAccessView): void {
    this.hasLoaded = true;
    fill(
      this.state,
      el('p', {}, GOOGLE_WORDS[google.state]),
      google.link === '' ? null : el('p', {}, linkElement(google.link, 'Allow it')),
      ...stores.map((store) => this.line(store)),
      stores.length === 0 ? el('p', { class: 'soft' }, 'No key of an S3 store is stored.') : null,
    );
  }

  private line({ name, host, hasKeys }: StoreView): HTMLElement {
    const remove = workButton('Remove', 'text', () =>
      this.by.work(async () => {
        this.draw(await call('removeStoreKeys', name));
        this.by.tell(`${name} was removed here. Take its key back at the store too, if nobody else uses it.`);
      }),
    );
    remove.setAttribute('aria-label', `Remove ${name}`);
    return el(
      'div',
      { class: 'row' },
      el(
        'span',
        { class: 'grow clip', attrs: { title: host } },
        el('span', { class: 'mono' }, `${name}://`),
        ` ${host}, ${hasKeys ? 'with a key' : 'without a key'}`,
      ),
      remove,
    );
  }

  private open(): void {
    if (!this.hasLoaded) void this.load();
    const store = el(
      'select',
      { attrs: { id: uniqueName('store') } },
      ...Object.entries(S3_HOSTS).map(([name, host]) =>
        el('option', { attrs: { value: name } }, `${name}:// (${host})`),
      ),
      el('option', { attrs: { value: OWN } }, 'Another store'),
    );
    const inputs = {
      name: input('text', 'A word for its addresses, such as ourlab'),
      host: input('text', 's3.example.org'),
      accessKey: input('text', 'Key id'),
      secret: input('password', 'Secret'),
      sessionToken: input('password', 'Of temporary keys only'),
      region: input('text', 'us-east-1'),
    };
    const own = [field('Alias', inputs.name), field('Host', inputs.host)];
    const show = () => {
      for (const one of own) one.hidden = store.value !== OWN;
    };
    store.addEventListener('change', show);
    const save = workButton('Save', 'main', () =>
      this.by.work(async () => {
        const form: StoreKeysForm = { name: store.value === OWN ? inputs.name.value.trim() : store.value };
        for (const key of ['host', 'accessKey', 'secret', 'sessionToken', 'region'] as const) {
          form[key] = inputs[key].value.trim();
        }
        const access = await call('saveStoreKeys', form);
        // Remove the keys from the page too.
        fill(this.form);
        this.draw(access);
        this.by.tell('Saved. The key is kept in your own properties of this add-on and is not shown again.');
      }),
    );
    fill(
      this.form,
      el(
        'form',
        {
          class: 'card',
          attrs: { autocomplete: 'off' },
          on: {
            submit: (event) => {
              event.preventDefault();
              save.click();
            },
          },
        },
        field('Store', store),
        ...own,
        field('Key id', inputs.accessKey),
        field('Secret', inputs.secret),
        field('Session token', inputs.sessionToken, 'Optional'),
        field('Region', inputs.region, 'Optional; of Amazon’s stores'),
        el('p', { class: 'soft' }, 'It is sent to this store’s host alone, as a signature, never as itself.'),
        el(
          'div',
          { class: 'row actions' },
          el('span', { class: 'grow' }),
          button('Cancel', 'text', () => fill(this.form)),
          save,
        ),
      ),
    );
    show();
    store.focus();
  }
}

const input = (type: string, placeholder: string): HTMLInputElement =>
  el('input', {
    class: 'mono',
    attrs: { id: uniqueName('key'), type, placeholder, autocomplete: 'off', spellcheck: 'false' },
  });

const field = (label: string, control: HTMLInputElement | HTMLSelectElement, hint = ''): HTMLElement =>
  el(
    'div',
    { class: 'field' },
    el(
      'label',
      { attrs: { for: control.id } },
      label,
      hint === '' ? null : el('span', { class: 'soft' }, ` ${hint}`),
    ),
    control,
  );
