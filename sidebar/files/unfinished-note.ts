// Work of an earlier visit that did not end, with the way to go on with it.
import type { FileTask } from '../../src/addon/interfaces/files-api';
import { el, fill, workButton } from '../../src/ui/dom';
import type { Location } from '../../src/volumes/places/locate';
import { lastPart } from '../../src/volumes/store/address';
import { call } from '../server';
import { type Begun, type Transfer, undeletedOf } from '../stores/begun';
import { runHere, type SendRequests } from '../stores/driver';
import type { StoreTarget } from '../stores/operations';
import type { CardTask } from './work-card';

/** Maximum number of targets of a task that a later visit can continue. */
const MOST_REMEMBERED = 20;

/** The record of work on `begun`; null if it has too many targets to be remembered. */
export const taskOf = (
  tool: string,
  args: Record<string, string>,
  begun: readonly Begun[],
): FileTask | null =>
  begun.length > MOST_REMEMBERED
    ? null
    : { tool, args: { ...args, from: JSON.stringify(begun.map(pack)) }, begun: new Date().toISOString() };

type Packed = [text: string, type: 'folder' | 'file', files: number, bytes: number];

const pack = ({ at, isFolder, files, bytes }: Begun): Packed => [
  at.text,
  isFolder ? 'folder' : 'file',
  files,
  bytes,
];

const HINTS: Record<string, string> = {
  upload: 'Choose the same files again: what is there already is not sent again.',
  delete: 'What is left of it is shown first.',
};

/** What the note starts. */
export interface GoOn {
  use: {
    send: SendRequests;
    location(text: string): Location;
    open(folder: Location): Promise<void>;
    problem(error: unknown): void;
  };
  begin(title: string, task: CardTask, record: FileTask | null): void;
  transfer(title: string, transfer: Transfer, record: FileTask | null): void;
  remove(targets: readonly StoreTarget[], folder: Location): Promise<void>;
}

export class UnfinishedNote {
  readonly node = el('div', {});

  constructor(private readonly work: GoOn) {}

  clear(): void {
    fill(this.node);
  }

  show(task: FileTask): void {
    const { kind = '' } = task.args;
    const hint = HINTS[kind] ?? 'What is there already is not done again.';
    const forget = async () => {
      await call('fileTask', null);
      this.clear();
    };
    const goOn = async () => {
      try {
        await this.goOn(task);
      } catch (error) {
        this.work.use.problem(error);
      }
    };
    fill(
      this.node,
      el(
        'p',
        { class: 'note' },
        `Not finished: ${task.tool}, begun ${task.begun.slice(0, 16).replace('T', ' ')} UTC. ${hint}`,
      ),
      el(
        'div',
        { class: 'row' },
        workButton(kind === 'upload' ? 'Open the folder' : 'Go on', 'plain', goOn),
        workButton('Forget', 'text', forget),
      ),
    );
  }

  private async goOn(task: FileTask): Promise<void> {
    const { location, send, open } = this.work.use;
    const { kind, to = '', newName = '', replace, from = '[]' } = task.args;
    const begun = (JSON.parse(from) as Packed[]).map(([text, type, files = 0, bytes = 0]) => ({
      at: location(text),
      isFolder: type === 'folder',
      files,
      bytes,
    }));
    if (kind === 'upload') return await open(location(to));
    if (kind !== 'delete') {
      const transfer = { begun, to: location(to), newName, replace: replace === 'true' };
      return this.work.transfer(task.tool, { kind: kind === 'move' ? 'move' : 'copy', ...transfer }, task);
    }
    const targets = await runHere(undeletedOf(begun), { send });
    if (targets.length > 0) return await this.work.remove(targets, location(to));
    const names = begun.map(({ at }) => lastPart(at.name)).join(', ');
    this.work.begin(task.tool, async () => ({ words: `Nothing is left of it: ${names} deleted` }), task);
  }
}
