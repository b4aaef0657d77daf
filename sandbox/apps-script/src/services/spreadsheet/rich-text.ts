/** SpreadsheetApp.RichTextValue: a cell's text with its links. Fonts and colours of text are not modelled. */

import { ScriptError } from '../../platform/errors';
import { ServiceObject, type Signatures } from '../../platform/service-object';
import type { LinkRun } from '../../sheet/values/types';
import type { ServiceContext } from '../context';

export class RichTextValue extends ServiceObject {
  static readonly path = 'SpreadsheetApp.RichTextValue';
  static readonly signatures: Signatures = {
    getText: [''],
    getLinkUrl: ['', 'n,n'],
    getRuns: [''],
    getStartIndex: [''],
    getEndIndex: [''],
    copy: [''],
  };
  readonly kind = 'RichTextValue';

  constructor(
    readonly execution: ServiceContext,
    readonly text: string,
    readonly links: readonly LinkRun[],
    private readonly start = 0,
  ) {
    super();
  }

  getText() {
    return this.text;
  }
  /** The link of the text or of a part of it; null if there is none, or more than one. */
  getLinkUrl(start = 0, end = this.text.length) {
    const runs = this.parts(start, end);
    const [first] = runs;
    return first?.url !== undefined && runs.every((run) => run.url === first.url) ? first.url : null;
  }
  /** The parts of the text, each with one style. */
  getRuns() {
    return this.parts(0, this.text.length).map(({ start, end, url }) => {
      const links = url === undefined ? [] : [{ start: 0, end: end - start, url }];
      return new RichTextValue(this.execution, this.text.slice(start, end), links, this.start + start);
    });
  }
  getStartIndex() {
    return this.start;
  }
  getEndIndex() {
    return this.start + this.text.length;
  }
  copy() {
    return new RichTextValueBuilder(this.execution, this.text, this.links);
  }

  private parts(from: number, to: number): { start: number; end: number; url?: string }[] {
    const parts: { start: number; end: number; url?: string }[] = [];
    let at = from;
    for (const { start, end, url } of this.links) {
      if (end <= from || start >= to) continue;
      if (start > at) parts.push({ start: at, end: start });
      parts.push({ start: Math.max(start, from), end: Math.min(end, to), url });
      at = end;
    }
    if (at < to || parts.length === 0) parts.push({ start: at, end: Math.max(at, to) });
    return parts;
  }
}

export class RichTextValueBuilder extends ServiceObject {
  static readonly path = 'SpreadsheetApp.RichTextValueBuilder';
  static readonly signatures: Signatures = {
    setText: ['s'],
    setLinkUrl: ['v', 'n,n,v'],
    build: [''],
  };
  readonly kind = 'RichTextValueBuilder';

  constructor(
    readonly execution: ServiceContext,
    private text = '',
    private links: readonly LinkRun[] = [],
  ) {
    super();
  }

  setText(text: string) {
    this.text = text;
    this.links = [];
    return this;
  }
  /** Sets the link of the whole text, or of the part from start to end; null removes the link. */
  setLinkUrl(...args: unknown[]) {
    const [start, end, url] = args.length === 1 ? [0, this.text.length, args[0]] : args;
    const first = Number(start);
    const last = Number(end);
    if (first < 0 || last > this.text.length || first >= last) {
      throw new ScriptError('The range of the text is outside its length.');
    }
    const otherLinks = this.links.flatMap((link) => [
      ...(link.start < first ? [{ ...link, end: Math.min(link.end, first) }] : []),
      ...(link.end > last ? [{ ...link, start: Math.max(link.start, last) }] : []),
    ]);
    const newLinks = url === null || url === undefined ? [] : [{ start: first, end: last, url: String(url) }];
    this.links = [...otherLinks, ...newLinks].sort((a, b) => a.start - b.start);
    return this;
  }
  build() {
    return new RichTextValue(this.execution, this.text, this.links);
  }
}
