// Questions before work on files starts: a destination or a name, a preview, and a name to type before deleting.

import { TtError } from '../../src/core/errors';
import { button, el, fill, setText, uniqueName, workButton } from '../../src/ui/dom';
import type { FolderPlan } from '../../src/volumes/transfer/folder-plan';
import { countText, numberText } from '../format';
import { ErrorBox } from '../parts/error-box';
import { size } from '../parts/file-words';
import { asCallError } from '../server';

/** Shows one question at a time, below the list. */
export class FileQuestion {
  readonly node = el('section', { class: 'card question', attrs: { hidden: true } });
  private readonly error = new ErrorBox();
  private back: Element | null = null;

  close(): void {
    this.node.hidden = true;
    fill(this.node);
    if (this.back instanceof HTMLElement) this.back.focus();
  }

  /** Asks for a line of text and calls `next` with it. Shows the errors of `next`. */
  text(
    title: string,
    label: string,
    value: string,
    action: string,
    next: (text: string) => Promise<unknown>,
  ): void {
    const name = uniqueName('answer');
    const input = el('input', {
      class: 'mono',
      attrs: { id: name, type: 'text', autocomplete: 'off', spellcheck: 'false' },
    });
    input.value = value;
    this.ask(title, [el('label', { attrs: { for: name } }, label), input], action, () =>
      next(input.value.trim()),
    );
    input.select();
    input.focus();
  }

  /** Shows what a copy would do, and the note. `next` gets whether to replace files with other contents. */
  plan(
    title: string,
    plans: readonly FolderPlan[],
    action: string,
    next: (replace: boolean) => Promise<unknown>,
    note = '',
  ): void {
    const items = plans.flatMap((plan) => plan.items);
    const same = plans.reduce((sum, plan) => sum + plan.same.length, 0);
    const skippedObjects = plans.flatMap((plan) => plan.skipped);
    const unfinishedCount = plans.reduce((sum, plan) => sum + plan.unfinished.length, 0);
    const replacements = items.filter(({ replaces }) => replaces !== null);
    const bytes = plans.reduce((sum, plan) => sum + plan.bytes, 0);
    const box = el('input', { attrs: { type: 'checkbox' } });
    const lines = [
      `${countText(items.length, 'file')}, ${size(bytes)}`,
      ...(same > 0 ? [`${numberText(same)} there already with the same contents`] : []),
      ...(skippedObjects.length > 0
        ? [`${numberText(skippedObjects.length)} left out: ${skippedObjects[0]!.why}`]
        : []),
      ...(unfinishedCount > 0
        ? [`${countText(unfinishedCount, 'unfinished upload')} of others or of an earlier run there`]
        : []),
      ...(note === '' ? [] : [note]),
    ];
    this.ask(
      title,
      [
        ...lines.map((line) => el('p', {}, line)),
        replacements.length === 0
          ? null
          : el(
              'label',
              { class: 'check' },
              box,
              el(
                'span',
                {},
                `Replace ${countText(replacements.length, 'file')} that ${replacements.length === 1 ? 'is' : 'are'} there with other contents, such as ${replacements[0]!.to}. Otherwise left out`,
              ),
            ),
      ],
      action,
      () => next(box.checked),
    );
  }

  /** The user must type the name as shown. */
  deletion(words: string, name: string, next: () => Promise<unknown>): void {
    const id = uniqueName('typed');
    const input = el('input', {
      class: 'mono',
      attrs: { id, type: 'text', autocomplete: 'off', spellcheck: 'false' },
    });
    this.ask(
      words,
      [
        el('p', { class: 'problem' }, 'It cannot be got back, unless the bucket keeps old versions.'),
        el('label', { attrs: { for: id } }, 'To delete, type ', el('span', { class: 'mono strong' }, name)),
        input,
      ],
      'Delete',
      async () => {
        if (input.value.trim() !== name)
          throw new TtError('INPUT', `Type ${name}, as it stands here. Nothing was deleted`);
        await next();
      },
      'danger',
    );
    input.focus();
  }

  private ask(
    title: string,
    parts: (HTMLElement | null)[],
    action: string,
    next: () => Promise<unknown>,
    look: 'main' | 'danger' = 'main',
  ): void {
    if (this.node.hidden) this.back = document.activeElement;
    this.error.clear();
    const go = workButton(action, look, async () => {
      this.error.clear();
      try {
        await next();
      } catch (error) {
        this.error.show(asCallError(error));
      }
    });
    const heading = el('p', { class: 'strong' });
    setText(heading, title);
    fill(
      this.node,
      el(
        'form',
        {
          on: {
            submit: (event) => {
              event.preventDefault();
              go.click();
            },
            keydown: (event) => {
              if (event.key === 'Escape') this.close();
            },
          },
        },
        heading,
        ...parts,
        this.error.node,
        el(
          'div',
          { class: 'row actions' },
          el('span', { class: 'grow' }),
          button('Cancel', 'text', () => this.close()),
          go,
        ),
      ),
    );
    this.node.hidden = false;
    this.node.scrollIntoView({ block: 'nearest' });
  }
}
