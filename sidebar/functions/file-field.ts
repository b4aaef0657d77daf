// A field that a file can fill: text goes into the field, bytes are stored beside it.

import type { CallError } from '../../src/addon/interfaces/api';
import { button, el, setText } from '../../src/ui/dom';
import { base64Of } from '../parts/base64';
import { size } from '../parts/file-words';

/** As many characters as one call of the add-on can carry safely. */
const MOST_TEXT = 5e6;
const MOST_BYTES = 8e6;

export interface FileUse {
  input: HTMLInputElement;
  kind: 'text' | 'bytes';
  onChange(): void;
  problem(error: CallError): void;
}

export class FileField {
  readonly node: HTMLElement;
  /** The chosen file's bytes and name as `base64:…;name=…`, or ''. */
  bytes = '';
  private readonly picker: HTMLInputElement;
  private readonly press: HTMLButtonElement;

  constructor(private readonly use: FileUse) {
    this.picker = el('input', {
      attrs: {
        type: 'file',
        ...(use.kind === 'text' ? { accept: '.json,.txt' } : {}),
        hidden: true,
        'aria-hidden': 'true',
      },
      on: { change: () => void this.readChoice() },
    });
    this.press = button('Open a file…', 'text', () => {
      if (this.bytes === '') this.picker.click();
      else this.drop();
    });
    this.node = el('span', {}, this.press, this.picker);
  }

  private async readChoice(): Promise<void> {
    const file = this.picker.files?.[0];
    this.picker.value = '';
    if (!file) return;
    const most = this.use.kind === 'text' ? MOST_TEXT : MOST_BYTES;
    if (file.size > most) {
      const message = `${file.name} has ${size(file.size)}; up to ${size(most)} can be sent. Put larger ones on a bucket and give their address`;
      this.use.problem({ code: 'BIG', message, transient: false });
      return;
    }
    const { input } = this.use;
    if (this.use.kind === 'text') {
      input.value = (await file.text()).replace(/\r?\n/g, ' ');
    } else {
      this.bytes = `base64:${await base64Of(file)};name=${encodeURIComponent(file.name)}`;
      input.value = `${file.name} (${size(file.size)})`;
      input.readOnly = true;
      setText(this.press, 'Take away');
    }
    this.use.onChange();
  }

  private drop(): void {
    this.bytes = '';
    this.use.input.value = '';
    this.use.input.readOnly = false;
    setText(this.press, 'Open a file…');
    this.use.onChange();
  }
}
