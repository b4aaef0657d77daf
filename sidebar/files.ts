// The Files panel: the folders of a bucket, and work on files: uploads, downloads, copies, moves, deletions.
import type { StoreAccessView } from '../src/addon/interfaces/files-api';
import { TtError } from '../src/core/errors';
import { button, el, fill, workButton } from '../src/ui/dom';
import { hasFiles } from '../src/ui/stray-drops';
import { type Location, storeLocation } from '../src/volumes/places/locate';
import type { App, Panel } from './app';
import { Details } from './files/details';
import { droppedFiles, filesOf } from './files/drop';
import { FileWork } from './files/file-work';
import { FolderView, lastPath } from './files/folder-view';
import { countText } from './format';
import { ErrorBox } from './parts/error-box';
import { asCallError, call } from './server';
import type { ChosenFile } from './stores/chosen-files';
import { runHere, type SendRequests } from './stores/driver';

const send: SendRequests = (requests) => call('storeSend', requests);

export class FilesPanel implements Panel {
  readonly node: HTMLElement;
  private readonly error = new ErrorBox();
  private readonly actions = el('div', { class: 'row wrap' });
  private readonly details = new Details((work) => runHere(work, { send }));
  private readonly pickers: HTMLInputElement[];
  private readonly view: FolderView;
  private readonly work: FileWork;
  private access: StoreAccessView | null = null;

  constructor(app: App) {
    const location = (text: string): Location =>
      storeLocation(text.replace(/\/+$/, ''), 'path', { aliases: this.aliases() });
    const problem = (error: unknown): void => {
      if (error === null) this.error.clear();
      else this.error.show(asCallError(error));
    };
    this.view = new FolderView({
      run: (work) => runHere(work, { send }),
      aliases: () => this.aliases(),
      location,
      say: (words) => app.say(words),
      onChange: () => this.drawActions(),
      show: (entry) => this.details.show(entry),
      problem,
    });
    this.work = new FileWork({
      send,
      location,
      problem,
      open: (at) => this.view.open(at),
      onEnd: () => {
        if (this.view.folder !== null) void this.view.open(this.view.folder);
      },
    });
    this.pickers = [false, true].map((folder) => this.picker(folder));
    this.node = el(
      'div',
      { class: 'panel scroll files' },
      this.work.unfinished.node,
      this.view.node,
      this.error.node,
      this.actions,
      this.work.question.node,
      this.details.node,
      this.work.card.node,
      ...this.pickers,
    );
    this.dropZone();
    this.view.draw();
  }

  onShow(): void {
    if (this.access === null) void this.welcome();
    if (this.view.folder === null) this.view.path.focus();
  }

  private async welcome(): Promise<void> {
    try {
      this.access = await call('storeAccess');
      this.work.unfinished.show(this.access.tasks);
      const last = lastPath();
      if (last !== '' && this.view.path.value === '') await this.view.go(last);
    } catch (error) {
      this.error.show(asCallError(error));
    }
  }

  private aliases(): Record<string, string> {
    return Object.fromEntries((this.access?.stores ?? []).map(({ name, host }) => [name, host]));
  }

  private picker(folder: boolean): HTMLInputElement {
    return el('input', {
      attrs: {
        type: 'file',
        multiple: true,
        webkitdirectory: folder,
        hidden: true,
        'aria-hidden': 'true',
        tabindex: -1,
      },
      on: {
        change: (event) => {
          const input = event.currentTarget as HTMLInputElement;
          const files = filesOf(input.files);
          input.value = '';
          void this.upload(files);
        },
      },
    });
  }

  private async upload(files: readonly ChosenFile[]): Promise<void> {
    const { folder } = this.view;
    if (folder !== null) await this.work.upload(files, folder);
    else this.error.show(asCallError(new TtError('INPUT', 'Open the folder first that the files go into')));
  }

  private drawActions(): void {
    const { folder, markedEntries, zone } = this.view;
    zone.hidden = folder === null;
    fill(this.actions);
    if (folder === null) return;
    const targets = [...markedEntries];
    const [one] = targets;
    fill(
      this.actions,
      button('Upload files…', 'plain', () => this.pickers[0]!.click()),
      button('Upload a folder…', 'plain', () => this.pickers[1]!.click()),
      workButton('Look again', 'text', () => this.view.open(folder)),
      one === undefined
        ? el('p', { class: 'soft' }, 'Files and folders can be dropped here. Space, or the box, chooses.')
        : el('p', { class: 'strong chosen' }, `${countText(targets.length, 'item')} chosen`),
      ...(one === undefined
        ? []
        : [
            button('Download', 'plain', () => this.work.download(targets, folder)),
            button('Copy…', 'plain', () => this.work.copyOrMove('copy', targets, folder)),
            button('Move…', 'plain', () => this.work.copyOrMove('move', targets, folder)),
            targets.length === 1 ? button('Rename…', 'plain', () => this.work.rename(one)) : null,
            targets.length === 1 ? button('Details', 'plain', () => this.details.show(one)) : null,
            workButton('Delete…', 'danger', () => this.work.remove(targets, folder)),
          ]),
    );
  }

  /** The whole panel takes drops; the list shows that it would. */
  private dropZone(): void {
    const { zone } = this.view;
    const over = (on: boolean) => zone.classList.toggle('over', on && this.view.folder !== null);
    this.node.addEventListener('dragover', (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      over(true);
    });
    this.node.addEventListener('dragleave', ({ relatedTarget }) => {
      if (!this.node.contains(relatedTarget as Node | null)) over(false);
    });
    this.node.addEventListener('drop', (event) => {
      over(false);
      if (!event.dataTransfer || !hasFiles(event)) return;
      event.preventDefault();
      droppedFiles(event.dataTransfer).then(
        (files) => this.upload(files),
        (error: unknown) => this.error.show(asCallError(error)),
      );
    });
  }
}
