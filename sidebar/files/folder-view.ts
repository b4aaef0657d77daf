// The folder in the Files panel: its path, the folders above, its rows page by page, and which rows are marked.

import type { Work } from '../../src/http/work';
import { button, el, fill, uniqueName, workButton } from '../../src/ui/dom';
import { listPage } from '../../src/volumes/places/list-bucket';
import type { Location } from '../../src/volumes/places/locate';
import { type Aliases, readStoreAddress, type StoreAddress } from '../../src/volumes/store/address';
import { prefixOf } from '../../src/volumes/transfer/folder-plan';
import { countText, numberText } from '../format';
import { size } from '../parts/file-words';
import { VirtualList } from '../parts/virtual-list';
import { parentOf } from '../stores/operations';
import { crumbs, type Entry, entriesOf, isFolder, matching } from './entries';

export interface FolderUse {
  run<T>(work: Work<T>): Promise<T>;
  aliases(): Aliases;
  location(text: string): Location;
  /** Text for screen readers. */
  say(words: string): void;
  /** Called when another folder is shown or other rows are marked. */
  onChange(): void;
  /** Called with the chosen file, or null. */
  show(entry: Entry | null): void;
  /** Called with an error to show, or null to clear it. */
  problem(error: unknown): void;
}

export class FolderView {
  readonly node: HTMLElement;
  readonly path: HTMLInputElement;
  /** Files can be dropped here. */
  readonly zone: HTMLElement;
  folder: Location | null = null;
  readonly markedEntries = new Set<Entry>();
  private readonly filter: HTMLInputElement;
  private readonly crumbs = el('nav', { class: 'crumbs', attrs: { 'aria-label': 'Folders above' } });
  private readonly list: VirtualList<Entry>;
  private readonly below = el('div', { class: 'row' });
  private address: StoreAddress | null = null;
  private entries: Entry[] = [];
  private next = '';
  private requestNumber = 0;

  constructor(private readonly use: FolderUse) {
    const name = uniqueName('path');
    this.path = el('input', {
      class: 'mono',
      attrs: {
        id: name,
        type: 'text',
        placeholder: 'gs://bucket/folder',
        autocomplete: 'off',
        spellcheck: 'false',
      },
    });
    this.filter = el('input', {
      attrs: { type: 'search', placeholder: 'Filter these names', 'aria-label': 'Filter these names' },
      on: { input: () => this.draw() },
    });
    this.list = new VirtualList<Entry>({
      label: 'Files',
      rowHeight: 28,
      rowsInSight: 12,
      draw: (entry, row) => this.row(entry, row),
      choose: (entry) => {
        if (isFolder(entry)) void this.open(entry.at);
        else this.use.show(entry);
      },
      marks: {
        has: (entry) => this.markedEntries.has(entry),
        toggle: (entry) => {
          if (!this.markedEntries.delete(entry)) this.markedEntries.add(entry);
          this.use.onChange();
        },
      },
      leave: () => this.up(),
    });
    this.zone = el('div', { class: 'drop' }, this.list.node);
    this.node = el(
      'div',
      { class: 'folder-view' },
      el(
        'form',
        {
          class: 'field',
          on: {
            submit: (event) => {
              event.preventDefault();
              void this.go(this.path.value);
            },
          },
        },
        el('label', { attrs: { for: name } }, 'Bucket or folder'),
        el(
          'div',
          { class: 'row' },
          this.path,
          el('button', { class: 'button plain', attrs: { type: 'submit' } }, 'Go'),
        ),
      ),
      this.crumbs,
      this.filter,
      this.zone,
      this.below,
    );
  }

  /** Opens an address: a folder, or the folder of a file. */
  async go(text: string): Promise<void> {
    this.use.problem(null);
    try {
      await this.open(this.use.location(text));
    } catch (error) {
      this.use.problem(error);
    }
  }

  private up(): void {
    if (this.folder !== null && this.folder.name !== '')
      void this.open(parentOf(this.folder), this.folder.name);
  }

  /** `from`: name of the row to activate, such as the folder that the user came from. */
  async open(at: Location, from = ''): Promise<void> {
    const request = ++this.requestNumber;
    this.use.problem(null);
    this.use.show(null);
    this.path.value = at.text;
    this.node.setAttribute('aria-busy', 'true');
    try {
      const address = readStoreAddress(at.text, 'path', this.use.aliases());
      let page = await this.use.run(listPage(address, prefixOf(at.name), ''));
      let folder = at;
      if (at.name !== '' && page.objects.length + page.folders.length === 0) {
        const info = await this.use.run(at.store.stat(at.name));
        if (info !== null) {
          folder = parentOf(at);
          page = await this.use.run(listPage({ ...address, key: folder.name }, prefixOf(folder.name), ''));
        }
      }
      // The user has opened another folder meanwhile.
      if (request !== this.requestNumber) return;
      // The same folder keeps its marks.
      const markedNames = new Set(
        this.folder?.text === folder.text ? [...this.markedEntries].map((entry) => entry.at.name) : [],
      );
      this.folder = folder;
      this.address = address;
      this.filter.value = '';
      this.entries = entriesOf(folder, prefixOf(folder.name), page);
      this.markedEntries.clear();
      for (const entry of this.entries) if (markedNames.has(entry.at.name)) this.markedEntries.add(entry);
      this.next = page.next;
      remember(folder.text);
      this.path.value = folder.text;
      this.draw(from === '' && folder === at ? '' : from || at.name);
      this.use.say(`${countText(this.entries.length, 'item')} in ${folder.text}`);
    } catch (error) {
      if (request === this.requestNumber) this.use.problem(error);
    } finally {
      if (request === this.requestNumber) this.node.removeAttribute('aria-busy');
    }
  }

  private async more(prefix = ''): Promise<void> {
    const { folder, address, requestNumber } = this;
    if (folder === null || address === null) return;
    this.use.problem(null);
    try {
      const start = prefixOf(folder.name);
      const page = await this.use.run(listPage(address, start + prefix, prefix === '' ? this.next : ''));
      if (requestNumber !== this.requestNumber) return;
      const found = entriesOf(folder, start, page);
      const knownNames = new Set(this.entries.map(({ at }) => at.name));
      this.entries = [...this.entries, ...found.filter(({ at }) => !knownNames.has(at.name))];
      if (prefix === '') this.next = page.next;
      this.draw(null);
    } catch (error) {
      this.use.problem(error);
    }
  }

  /** `active`: name of the row to activate; null keeps the position in the list. */
  draw(active: string | null = null): void {
    const rows = matching(this.entries, this.filter.value);
    if (active === null) this.list.extend(rows);
    else
      this.list.set(
        rows,
        Math.max(
          0,
          rows.findIndex(({ at }) => at.name === active),
        ),
      );
    fill(
      this.crumbs,
      ...(this.folder === null ? [] : crumbs(this.folder)).flatMap(({ words, at }, i, all) => [
        i === 0 ? null : el('span', { attrs: { 'aria-hidden': 'true' } }, '›'),
        i === all.length - 1
          ? el('span', { class: 'strong', attrs: { 'aria-current': 'page' } }, words)
          : button(words, 'text', () => void this.open(at)),
      ]),
    );
    this.filter.hidden = this.folder === null;
    const filterText = this.filter.value.trim();
    const many = this.next === '' ? '' : 'first ';
    fill(
      this.below,
      el(
        'span',
        { class: 'soft grow', attrs: { role: 'status' } },
        this.folder === null
          ? HINT
          : rows.length < this.entries.length
            ? `${numberText(rows.length)} of the ${many}${countText(this.entries.length, 'item')}`
            : this.entries.length === 0
              ? 'Nothing here yet. What you upload makes the folder.'
              : `${many}${countText(this.entries.length, 'item')}`,
      ),
      this.next === '' ? null : workButton('More', 'text', () => this.more()),
      this.next !== '' && filterText !== ''
        ? workButton(`Find “${filterText.slice(0, 12)}…”`, 'text', () => this.more(filterText))
        : null,
    );
    this.use.onChange();
  }

  private row(entry: Entry, row: HTMLElement): void {
    const { name, info } = entry;
    row.classList.add('file-row');
    row.append(
      el('span', {
        class: this.markedEntries.has(entry) ? 'mark on' : 'mark',
        attrs: { 'aria-hidden': 'true', title: 'Choose (Space)' },
      }),
      el('span', { class: info === null ? 'clip grow strong' : 'clip grow', attrs: { title: name } }, name),
      el('span', { class: 'soft' }, info === null ? '' : size(info.size)),
      el('span', { class: 'soft date' }, info === null ? '' : info.updated.slice(0, 10)),
    );
  }
}

const HINT = 'Stores: gs://, s3://, nokura://, matrix://, tigerdata://, and your own (Settings).';

const KEY = 'tracer-tools-files';

/** Some frames have no storage: then the user types the path again. */
export function lastPath(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

function remember(path: string): void {
  try {
    localStorage.setItem(KEY, path);
  } catch {
    // Not stored.
  }
}
