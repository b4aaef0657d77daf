/** HtmlService: pages from the project's HTML files, and templates with scriptlets. */

import { ScriptError } from '../../platform/errors';
import { type EnumValue, ServiceObject, type Signatures } from '../../platform/service-object';
import type { ServiceContext } from '../context';
import { BlobObject, bytesOf } from './blob';
import { templateCode } from './template';

export class HtmlService extends ServiceObject {
  static readonly path = 'HtmlService';
  static readonly signatures: Signatures = {
    createHtmlOutput: ['', 'S', 'r:Blob'],
    createHtmlOutputFromFile: ['s'],
    createTemplate: ['S', 'r:Blob'],
    createTemplateFromFile: ['s'],
    getUserAgent: [''],
  };
  readonly kind = 'HtmlService';

  constructor(readonly execution: ServiceContext) {
    super();
  }

  createHtmlOutput(content: unknown = '') {
    return new HtmlOutput(this.execution, textOf(content));
  }
  createHtmlOutputFromFile(name: string) {
    return new HtmlOutput(this.execution, this.file(name));
  }
  createTemplate(content: unknown) {
    return new HtmlTemplate(this.execution, textOf(content));
  }
  createTemplateFromFile(name: string) {
    return new HtmlTemplate(this.execution, this.file(name));
  }
  getUserAgent() {
    return null;
  }

  private file(name: string): string {
    const { html } = this.execution.world.options;
    const content = html[name] ?? html[name.replace(/\.html$/, '')];
    if (content === undefined) throw new ScriptError(`No HTML file named ${name} was found.`);
    return content;
  }
}

export class HtmlOutput extends ServiceObject {
  static readonly path = 'HtmlService.HtmlOutput';
  static readonly signatures: Signatures = {
    append: ['S'],
    appendUntrusted: ['S'],
    clear: [''],
    getContent: [''],
    setContent: ['S'],
    getBlob: [''],
    getTitle: [''],
    setTitle: ['S'],
    getWidth: [''],
    setWidth: ['v'],
    getHeight: [''],
    setHeight: ['v'],
    setFaviconUrl: ['s'],
    setSandboxMode: ['e:SandboxMode'],
    setXFrameOptionsMode: ['e:XFrameOptionsMode'],
    addMetaTag: ['s,s'],
  };
  readonly kind = 'HtmlOutput';
  title = '';
  width: number | null = null;
  height: number | null = null;

  constructor(
    readonly execution: ServiceContext,
    public content: string,
  ) {
    super();
  }

  append(text: unknown) {
    this.content += String(text);
    return this;
  }
  appendUntrusted(text: unknown) {
    this.content += String(text).replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
    return this;
  }
  clear() {
    this.content = '';
    return this;
  }
  getContent() {
    return this.content;
  }
  setContent(text: unknown) {
    this.content = String(text);
    return this;
  }
  getBlob() {
    return new BlobObject(this.execution, bytesOf(this.content), 'text/html', this.title || null);
  }
  getTitle() {
    return this.title;
  }
  setTitle(text: unknown) {
    this.title = String(text);
    return this;
  }
  getWidth() {
    return this.width;
  }
  setWidth(pixels: unknown) {
    this.width = pixels === null ? null : Number(pixels);
    return this;
  }
  getHeight() {
    return this.height;
  }
  setHeight(pixels: unknown) {
    this.height = pixels === null ? null : Number(pixels);
    return this;
  }
  setFaviconUrl(_url: string) {
    return this;
  }
  /** All modes are equivalent to IFRAME today. */
  setSandboxMode(_mode: EnumValue) {
    return this;
  }
  setXFrameOptionsMode(_mode: EnumValue) {
    return this;
  }
  addMetaTag(name: string, content: string) {
    if (
      name !== 'viewport' &&
      !/^(apple-mobile-web-app-capable|google-site-verification|mobile-web-app-capable)$/.test(name)
    ) {
      throw new ScriptError(`The meta tag you specified is not allowed in this context.`);
    }
    const tag = `<meta name="${name}" content="${content.replace(/"/g, '&quot;')}">`;
    this.content = this.content.replace(/<head[^>]*>/i, (head) => `${head}${tag}`);
    return this;
  }
}

/** `evaluate()` runs inside the context, because it needs the script's functions. */
export class HtmlTemplate extends ServiceObject {
  static readonly path = 'HtmlService.HtmlTemplate';
  static readonly signatures: Signatures = { getCode: [''], getRawContent: [''] };
  readonly kind = 'HtmlTemplate';

  constructor(
    readonly execution: ServiceContext,
    private readonly content: string,
  ) {
    super();
  }

  getCode() {
    return templateCode(this.content);
  }
  getRawContent() {
    return this.content;
  }
}

function textOf(content: unknown): string {
  return content instanceof BlobObject ? content.getDataAsString() : String(content);
}
