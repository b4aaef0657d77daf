/** Ui. Alerts and prompts suspend the script and release its locks; sidebars and dialogs do not wait. */

import { type Awaitable, continueWith } from '../../platform/awaitable';
import { EnumValue, ServiceObject, type Signatures } from '../../platform/service-object';
import type { DialogAnswer, ShownPage } from '../../world/screen';
import type { HtmlOutput } from '../content/html';
import type { ServiceContext } from '../context';
import { Menu } from './menu';

export class Ui extends ServiceObject {
  static readonly path = 'Ui';
  static readonly signatures: Signatures = {
    createMenu: ['s'],
    createAddonMenu: [''],
    alert: ['S', 'S,e:ButtonSet', 'S,S,e:ButtonSet'],
    prompt: ['S', 'S,e:ButtonSet', 'S,S,e:ButtonSet'],
    showSidebar: ['r:HtmlOutput'],
    showModalDialog: ['r:HtmlOutput,S'],
    showModelessDialog: ['r:HtmlOutput,S'],
  };
  readonly kind = 'Ui';

  constructor(readonly execution: ServiceContext) {
    super();
  }

  createMenu(caption: string) {
    return new Menu(this.execution, caption);
  }
  createAddonMenu() {
    return new Menu(this.execution, 'Extensions');
  }
  alert(...args: unknown[]) {
    return continueWith(this.ask('alert', args), (answer) => new EnumValue('Button', answer.button));
  }
  prompt(...args: unknown[]) {
    return continueWith(this.ask('prompt', args), (answer) => new PromptResponse(this.execution, answer));
  }
  showSidebar(html: HtmlOutput) {
    this.show('sidebar', html, html.title || 'Apps Script application');
  }
  showModalDialog(html: HtmlOutput, title: unknown) {
    this.show('modal', html, String(title));
  }
  showModelessDialog(html: HtmlOutput, title: unknown) {
    this.show('modeless', html, String(title));
  }

  private ask(kind: 'alert' | 'prompt', args: unknown[]): Awaitable<DialogAnswer> {
    const { world, user } = this.execution;
    const last = args.at(-1);
    const buttons = last instanceof EnumValue ? last.name : 'OK';
    const texts = args.filter((argument) => !(argument instanceof EnumValue)).map(String);
    const [title, text] = texts.length > 1 ? [texts[0] ?? '', texts[1] ?? ''] : ['', texts[0] ?? ''];
    const dialog = { kind, title, text, buttons, user };
    world.screen.dialogs.push(dialog);
    world.locks.releaseAll(this.execution.id);
    return continueWith(world.screen.answer(dialog), (answer) =>
      continueWith(
        world.clock.virtual ? this.execution.pause(world.switches.answerMs) : undefined,
        () => answer,
      ),
    );
  }

  private show(kind: ShownPage['kind'], html: HtmlOutput, title: string): void {
    const { content, width, height } = html;
    this.execution.world.screen.show({
      kind,
      title,
      html: content,
      width: kind === 'sidebar' ? 300 : width,
      height: kind === 'sidebar' ? null : height,
      user: this.execution.user,
    });
  }
}

export class PromptResponse extends ServiceObject {
  static readonly path = 'PromptResponse';
  static readonly signatures: Signatures = { getResponseText: [''], getSelectedButton: [''] };
  readonly kind = 'PromptResponse';

  constructor(
    readonly execution: ServiceContext,
    private readonly answer: DialogAnswer,
  ) {
    super();
  }

  getResponseText() {
    return this.answer.text ?? '';
  }
  getSelectedButton(): EnumValue {
    return new EnumValue('Button', this.answer.button);
  }
}
