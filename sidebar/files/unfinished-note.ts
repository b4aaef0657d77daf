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

/** A user property holds 9,000 bytes. */
const MOST_BYTES = 8900;

/** The record of work on `begun`; null if it is too large to be remembered. `at` is that of a record to replace. */
export function taskOf(
  tool: string,
  args: Record<string, string>,
  begun: readonly Begun[],
  at = new Date().toISOString(),
): FileTask | null {
  const task = { tool, args: { ...args, from: JSON.stringify(begun.map(pack)) }, begun: at };
  return new TextEncoder().encode(JSON.stringify(task)).length > MOST_BYTES ? null : task;
}

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
  /** `at`: time of the record that the deletion goes on with. */
  remove(targets: readonly StoreTarget[], folder: Location, at?: string): Promise<void>;
}

export class UnfinishedNote {
  readonly node = el('div', {});
  private tasks: FileTask[] = [];

  constructor(private readonly work: GoOn) {}

  /** Lists tasks, oldest first. */
  show(tasks: readonly FileTask[]): void {
    this.tasks = [...tasks];
    this.draw();
  }

  /** Lists a task that stopped, unless it is listed. */
  keep(task: FileTask): void {
    this.show([...this.others(task), task]);
  }

  drop(task: FileTask): void {
    this.show(this.others(task));
  }

  /** Time of the record of an upload to this folder. */
  uploadTo(folder: string): string | undefined {
    return this.tasks.find(({ args }) => args.kind === 'upload' && args.to === folder)?.begun;
  }

  private others({ begun }: FileTask): FileTask[] {
    return this.tasks.filter((one) => one.begun !== begun);
  }

  private draw(): void {
    fill(this.node, ...this.tasks.flatMap((task) => this.entry(task)));
  }

  private entry(task: FileTask): HTMLElement[] {
    const { kind = '' } = task.args;
    const hint = HINTS[kind] ?? 'What is there already is not done again.';
    const forget = async () => {
      await call('fileTask', task, false);
      this.drop(task);
    };
    const goOn = async () => {
      try {
        await this.goOn(task);
      } catch (error) {
        this.work.use.problem(error);
      }
    };
    return [
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
    ];
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
    if (targets.length > 0) return await this.work.remove(targets, location(to), task.begun);
    const names = begun.map(({ at }) => lastPart(at.name)).join(', ');
    this.work.begin(task.tool, async () => ({ words: `Nothing is left of it: ${names} deleted` }), task);
  }
}
