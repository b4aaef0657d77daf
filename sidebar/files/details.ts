// Details of one file or folder: metadata from the listing, who can read it (tested on request), addresses to copy.

import { groupedNumber } from '../../src/core/grouped-number';
import type { Work } from '../../src/http/work';
import { button, el, fill, linkElement, workButton } from '../../src/ui/dom';
import { lastPart } from '../../src/volumes/store/address';
import { prefixOf } from '../../src/volumes/transfer/folder-plan';
import { publicReader, readerWord } from '../../src/volumes/transfer/public-reader';
import { copyButton } from '../parts/copy';
import { ErrorBox } from '../parts/error-box';
import { size } from '../parts/file-words';
import { asCallError } from '../server';
import { child } from '../stores/operations';
import { layerType, volumeLink } from '../stores/volume-link';
import type { Entry } from './entries';

type Run = <T>(work: Work<T>) => Promise<T>;

export class Details {
  readonly node = el('section', { class: 'files-details', attrs: { 'aria-label': 'Details', hidden: true } });
  private readonly error = new ErrorBox();
  private readonly found = el('div', {});
  private entry: Entry | null = null;

  constructor(private readonly run: Run) {}

  show(entry: Entry | null): void {
    this.entry = entry;
    this.node.hidden = entry === null;
    fill(this.found);
    this.error.clear();
    if (entry === null) return;
    const { at, info, name } = entry;
    fill(
      this.node,
      el(
        'div',
        { class: 'row' },
        el('span', { class: 'strong clip grow', attrs: { title: name } }, name),
        button('Close', 'text', () => this.show(null)),
      ),
      info === null ? null : facts(entry),
      el(
        'div',
        { class: 'row wrap' },
        copyButton(() => at.text, 'Copy path'),
        copyButton(() => at.store.publicUrl(at.name), 'Copy https address'),
        workButton('Who can read it?', 'text', () => this.look()),
      ),
      this.found,
      this.error.node,
    );
  }

  private async look(): Promise<void> {
    const { entry } = this;
    if (entry === null) return;
    this.error.clear();
    fill(this.found, el('p', { class: 'soft busy' }, 'Asking as anybody would…'));
    try {
      const access = await this.run(look(entry));
      if (this.entry !== entry) return;
      fill(
        this.found,
        el('p', {}, `Anybody can read it: ${readerWord(access.readable)}`),
        access.source === ''
          ? null
          : el(
              'div',
              { class: 'row wrap' },
              copyButton(() => access.source, 'Copy Neuroglancer source'),
              linkElement(
                volumeLink(access.source, access.type, lastPart(entry.at.name)),
                'Open in Neuroglancer',
              ),
            ),
        access.source !== '' && access.readable !== true
          ? el(
              'p',
              { class: 'soft' },
              'A viewer needs it to be readable by anybody, or your own sign-in there.',
            )
          : null,
      );
    } catch (error) {
      fill(this.found);
      this.error.show(asCallError(error));
    }
  }
}

/** Tests a folder with its info file, or with the first file in it. */
function* look({ at, info }: Entry): Work<{ readable: boolean | null; source: string; type: string }> {
  if (info !== null) return { ...(yield* publicReader(at, '', false)), type: '' };
  const type = yield* layerType(at);
  const { objects } = type === '' ? yield* at.store.list(prefixOf(at.name), { most: 5000 }) : { objects: [] };
  const probe =
    type === '' ? (objects.find(({ size: bytes }) => bytes > 0)?.name ?? '') : child(at, 'info').name;
  const { readable, source } = yield* publicReader(at, probe, type !== '');
  return { readable, source, type };
}

function facts({ info }: Entry): HTMLElement {
  const { size: bytes, updated, contentType, contentEncoding, cacheControl } = info!;
  const rows: [string, string][] = [
    ['Size', `${size(bytes)}${bytes >= 1000 ? ` (${groupedNumber(bytes)} bytes)` : ''}`],
    ['Changed', updated.slice(0, 19).replace('T', ' ') + (updated ? ' UTC' : '')],
    ['Type', contentType || 'not told by a list of this store'],
    ['Encoding', contentType === '' ? '' : contentEncoding || 'none'],
    ['Cache', cacheControl],
  ];
  return el(
    'dl',
    { class: 'facts' },
    ...rows
      .filter(([, value]) => value !== '')
      .flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]),
  );
}
