// Work on files and folders in the Files panel: first plans and shows it, then starts it when the user confirms.

import type { FileTask } from '../../src/addon/interfaces/files-api';
import { TtError } from '../../src/core/errors';
import type { Work } from '../../src/http/work';
import { el, fill, workButton } from '../../src/ui/dom';
import type { Location } from '../../src/volumes/places/locate';
import { lastPart } from '../../src/volumes/store/address';
import type { FolderPlan } from '../../src/volumes/transfer/folder-plan';
import { runPlan } from '../../src/volumes/transfer/run-plan';
import { countText } from '../format';
import { size } from '../parts/file-words';
import { saveFile } from '../parts/save-file';
import { call } from '../server';
import { type ChosenFile, ChosenFiles } from '../stores/chosen-files';
import type { RunControl } from '../stores/control';
import { runHere, type SendRequests } from '../stores/driver';
import {
  child,
  parentOf,
  planCopies,
  planDeletion,
  runCopies,
  runDeletion,
  runMoves,
  type StoreOutcome,
  type StoreTarget,
  withoutReplaced,
} from '../stores/operations';
import { saveTargets } from '../stores/save-targets';
import { planUpload } from '../stores/upload';
import { FileQuestion } from './questions';
import { type CardTask, type Ending, WorkCard } from './work-card';

export interface FileWorkUse {
  send: SendRequests;
  location(text: string): Location;
  /** Called at the end of the work, to list the folder again. */
  onEnd(): void;
  problem(error: unknown): void;
}

/** The most targets of a task that a later visit can continue. */
const MOST_REMEMBERED = 20;
const NO_LINKS = 'Links in a folder are left out: the browser does not list them';

export class FileWork {
  readonly question = new FileQuestion();
  readonly card = new WorkCard();
  readonly unfinishedTasks = el('div', {});

  constructor(private readonly use: FileWorkUse) {}

  private begin(title: string, task: CardTask, record: FileTask | null = null): void {
    if (this.card.busy) {
      this.use.problem(new TtError('INPUT', 'other work on files is under way. Let it end, or cancel it'));
      return;
    }
    this.question.close();
    fill(this.unfinishedTasks);
    const again = () => this.begin(title, task, record);
    void (async () => {
      if (record !== null) await call('fileTask', record);
      const isFinished = await this.card.run(title, task, again);
      if (record !== null && isFinished) await call('fileTask', null);
      this.use.onEnd();
    })().catch((error: unknown) => this.use.problem(error));
  }

  async upload(files: readonly ChosenFile[], folder: Location): Promise<void> {
    this.use.problem(null);
    try {
      if (files.length === 0) {
        throw new TtError(
          'INPUT',
          'there are no files in it, and a bucket has no empty folders. Nothing to upload',
        );
      }
      const selection = new ChosenFiles(files);
      const plan = await runHere(planUpload(selection, folder), {
        send: this.use.send,
        chosenFiles: selection,
      });
      const start = async (replace: boolean) => {
        this.begin(`Upload to ${folder.text}`, async (control, progress) => {
          const page = { send: this.use.send, control, chosen: selection };
          const now = await runHere(planUpload(selection, folder), page);
          const run = await runHere(runPlan(replace ? now : withoutReplaced(now), { progress }), page);
          const failures = run.failed.map(({ name, error }) => ({ name, why: error.message }));
          return {
            words: `${countText(run.done, 'file')}, ${size(run.bytes)} uploaded and compared`,
            lines: failures,
          };
        });
      };
      const note = files.some(({ path }) => path.includes('/')) ? NO_LINKS : '';
      this.question.plan(`Upload to ${folder.text}`, [plan], 'Upload', start, note);
    } catch (error) {
      this.use.problem(error);
    }
  }

  download(targets: readonly StoreTarget[], folder: Location): void {
    const [one] = targets;
    const single = targets.length === 1 && one!.info !== null ? one!.info : null;
    const name = single ? lastPart(single.name) : `${lastPart(folder.name) || folder.store.bucket}.zip`;
    this.begin(`Download ${name}`, async (control, progress): Promise<Ending> => {
      const run = <T>(work: Work<T>) => runHere(work, { send: this.use.send, control });
      const { words, failed } = await saveTargets(targets, name, { run, progress, save: saveFile });
      return { words, lines: failed };
    });
  }

  copyOrMove(kind: 'copy' | 'move', targets: readonly StoreTarget[], folder: Location): void {
    const verb = kind === 'copy' ? 'Copy' : 'Move';
    const what = targets.length === 1 ? lastPart(targets[0]!.at.name) : countText(targets.length, 'item');
    this.question.text(`${verb} ${what}`, 'Into the folder', `${folder.text}/`, 'Preview', async (text) => {
      const to = this.use.location(text);
      await this.prepare(kind, targets, to, '');
    });
  }

  rename(target: StoreTarget): void {
    const old = lastPart(target.at.name);
    this.question.text(`Rename ${old}`, 'New name', old, 'Preview', async (name) => {
      if (name === '' || name.includes('/')) throw new TtError('INPUT', 'A name without "/" is needed');
      this.use.location(child(parentOf(target.at), name).text);
      await this.prepare('move', [target], parentOf(target.at), name);
    });
  }

  /** Plans the task and shows what it would do; starts it when the user confirms. */
  private async prepare(
    kind: 'copy' | 'move',
    targets: readonly StoreTarget[],
    to: Location,
    newName: string,
  ): Promise<void> {
    const verb = kind === 'copy' ? 'Copy' : newName === '' ? 'Move' : 'Rename';
    const place = newName === '' ? to.text : child(to, newName).text;
    const title = `${verb} to ${place}`;
    const plans = await runHere(planCopies(targets, to, newName), { send: this.use.send });
    const conflict =
      kind === 'move'
        ? plans.flatMap(({ items }) => items).find(({ replaces }) => replaces !== null)
        : undefined;
    if (conflict)
      throw new TtError(
        'INPUT',
        `${to.store.root}/${conflict.to} is there with other contents: nothing is moved over it. Choose another place`,
      );
    this.question.plan(title, plans, verb, async (replace) => {
      const args = {
        kind,
        to: to.text,
        newName,
        replace: String(replace),
        from: JSON.stringify(targets.map(({ at, info }) => [at.text, info === null ? 'folder' : 'file'])),
      };
      const record =
        targets.length <= MOST_REMEMBERED ? { tool: title, args, begun: new Date().toISOString() } : null;
      this.begin(
        title,
        (control, progress) => this.carryOut(kind, targets, to, newName, replace, control, progress),
        record,
      );
    });
  }

  private async carryOut(
    kind: 'copy' | 'move',
    targets: readonly StoreTarget[],
    to: Location,
    newName: string,
    replace: boolean,
    control: RunControl,
    progress: Parameters<CardTask>[1],
  ): Promise<Ending> {
    const here = <T>(work: Work<T>) => runHere(work, { send: this.use.send, control });
    const found = await here(planCopies(targets, to, newName));
    const plans: FolderPlan[] = replace ? found : found.map(withoutReplaced);
    const outcome = await here(
      kind === 'copy' ? runCopies(plans, progress) : runMoves(targets, plans, to, newName, progress),
    );
    return ending(outcome, kind === 'copy' ? 'copied and compared' : 'moved');
  }

  async remove(targets: readonly StoreTarget[], folder: Location): Promise<void> {
    this.use.problem(null);
    try {
      const plan = await runHere(planDeletion(targets), { send: this.use.send });
      const name =
        targets.length === 1 ? lastPart(targets[0]!.at.name) : lastPart(folder.name) || folder.store.bucket;
      const words = `Delete ${countText(plan.objects, 'file')}, ${size(plan.bytes)}${targets.length === 1 ? '' : ` of ${folder.text}`}?`;
      this.question.deletion(words, name, async () => {
        this.begin(words.replace(/\?$/, ''), async (control, progress) => {
          // Deletes the list that was shown: newer files stay, and missing files count as deleted.
          return ending(
            await runHere(runDeletion(plan, progress), { send: this.use.send, control }),
            'deleted',
          );
        });
      });
    } catch (error) {
      this.use.problem(error);
    }
  }

  /** Shows work of an earlier visit that did not finish. */
  drawTask(task: FileTask | null): void {
    fill(this.unfinishedTasks);
    if (task === null) return;
    const { kind, to, newName = '', replace, from = '[]' } = task.args;
    const forget = async () => {
      await call('fileTask', null);
      fill(this.unfinishedTasks);
    };
    fill(
      this.unfinishedTasks,
      el(
        'p',
        { class: 'note' },
        `Not finished: ${task.tool}, begun ${task.begun.slice(0, 16).replace('T', ' ')} UTC. What is there already is not done again.`,
      ),
      el(
        'div',
        { class: 'row' },
        workButton('Go on', 'plain', async () => {
          try {
            const targets = await Promise.all(
              (JSON.parse(from) as [string, string][]).map(
                async ([text, type]): Promise<StoreTarget | null> => {
                  const at = this.use.location(text);
                  if (type === 'folder') return { at, info: null };
                  const info = await runHere(at.store.stat(at.name), { send: this.use.send });
                  return info && { at, info };
                },
              ),
            );
            const remaining = targets.filter((target) => target !== null);
            this.begin(
              task.tool,
              (control, progress) =>
                this.carryOut(
                  kind === 'move' ? 'move' : 'copy',
                  remaining,
                  this.use.location(to ?? ''),
                  newName,
                  replace === 'true',
                  control,
                  progress,
                ),
              task,
            );
          } catch (error) {
            this.use.problem(error);
          }
        }),
        workButton('Forget', 'text', forget),
      ),
    );
  }
}

const ending = ({ done, bytes, failed, keptSources }: StoreOutcome, words: string): Ending => ({
  words: `${countText(done, 'file')}, ${size(bytes)} ${words}`,
  lines: [...failed, ...keptSources.map(({ name, why }) => ({ name, why: `is still there: ${why}` }))],
});
