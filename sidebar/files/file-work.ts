// Work on files and folders in the Files panel: first plans and shows it, then starts it when the user confirms.

import type { FileTask } from '../../src/addon/interfaces/files-api';
import { TtError } from '../../src/core/errors';
import type { Work } from '../../src/http/work';
import type { Location } from '../../src/volumes/places/locate';
import { lastPart } from '../../src/volumes/store/address';
import type { FolderPlan } from '../../src/volumes/transfer/folder-plan';
import { runPlan } from '../../src/volumes/transfer/run-plan';
import { countText } from '../format';
import { size } from '../parts/file-words';
import { saveFile } from '../parts/save-file';
import { call } from '../server';
import { begunOf, remainingOf, type Transfer } from '../stores/begun';
import { type ChosenFile, ChosenFiles } from '../stores/chosen-files';
import type { RunControl } from '../stores/control';
import { type PageRun, runHere, type SendRequests } from '../stores/driver';
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
import type { StoreProgress } from '../stores/tools';
import { planUpload } from '../stores/upload';
import { FileQuestion } from './questions';
import { taskOf, UnfinishedNote } from './unfinished-note';
import { type CardTask, type Ending, WorkCard } from './work-card';

export interface FileWorkUse {
  send: SendRequests;
  location(text: string): Location;
  /** Shows a folder. */
  open(folder: Location): Promise<void>;
  /** Called at the end of the work, to list the folder again. */
  onEnd(): void;
  problem(error: unknown): void;
}

const ALONE = 'Keep the sidebar open: cut off, this is to be begun anew.';
const NO_LINKS = 'Links in a folder are left out: the browser does not list them';

export class FileWork {
  readonly question = new FileQuestion();
  readonly card = new WorkCard();
  readonly unfinished = new UnfinishedNote(this);

  /** Work that the card offers to go on with. */
  private stopped: FileTask | null = null;

  constructor(readonly use: FileWorkUse) {}

  begin(title: string, task: CardTask, record: FileTask | null = null): void {
    if (this.card.busy) {
      this.use.problem(new TtError('INPUT', 'other work on files is under way. Let it end, or cancel it'));
      return;
    }
    this.question.close();
    const again = () => this.begin(title, task, record);
    void (async () => {
      if (this.stopped !== null) this.unfinished.keep(this.stopped);
      this.stopped = null;
      if (record !== null) {
        await call('fileTask', record, true);
        this.unfinished.drop(record);
      }
      const isDone = await this.card.run(title, task, again, record === null ? ALONE : '');
      if (record !== null && isDone) await call('fileTask', record, false);
      else this.stopped = record;
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
      await selection.check();
      const plan = await runHere(planUpload(selection, folder), {
        send: this.use.send,
        chosenFiles: selection,
      });
      const start = async (replace: boolean) => {
        const title = `Upload to ${folder.text}`;
        const task = async (control: RunControl, progress: StoreProgress): Promise<Ending> => {
          const page: PageRun = { send: this.use.send, control, chosenFiles: selection };
          const now = await runHere(planUpload(selection, folder), page);
          const run = await runHere(runPlan(replace ? now : withoutReplaced(now), { progress }), page);
          const failures = run.failed.map(({ name, error }) => ({ name, why: error.message }));
          return {
            words: `${countText(run.done, 'file')}, ${size(run.bytes)} uploaded and compared`,
            lines: failures,
          };
        };
        this.begin(
          title,
          task,
          taskOf(title, { kind: 'upload', to: folder.text }, [], this.unfinished.uploadTo(folder.text)),
        );
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
      const transfer = { kind, begun: begunOf(targets, plans), to, newName, replace };
      const args = { kind, to: to.text, newName, replace: String(replace) };
      this.transfer(title, transfer, taskOf(title, args, transfer.begun));
    });
  }

  /** Starts a copy or a move, or goes on with one. */
  transfer(title: string, transfer: Transfer, record: FileTask | null): void {
    this.begin(title, (control, progress) => this.carryOut(transfer, control, progress), record);
  }

  private async carryOut(transfer: Transfer, control: RunControl, progress: StoreProgress): Promise<Ending> {
    const here = <T>(work: Work<T>) => runHere(work, { send: this.use.send, control });
    const { targets, plans: found, earlier, failed } = await here(remainingOf(transfer));
    const { kind, to, newName, replace } = transfer;
    const plans: FolderPlan[] = replace ? found : found.map(withoutReplaced);
    const outcome = await here(
      kind === 'copy' ? runCopies(plans, progress) : runMoves(targets, plans, to, newName, progress),
    );
    outcome.earlier += earlier;
    outcome.failed.push(...failed);
    return kind === 'copy'
      ? ending(outcome, 'copied and compared', 'there already')
      : ending(outcome, 'moved', 'moved before');
  }

  async remove(targets: readonly StoreTarget[], folder: Location, at?: string): Promise<void> {
    this.use.problem(null);
    try {
      const plan = await runHere(planDeletion(targets), { send: this.use.send });
      const name =
        targets.length === 1 ? lastPart(targets[0]!.at.name) : lastPart(folder.name) || folder.store.bucket;
      const words = `Delete ${countText(plan.objects, 'file')}, ${size(plan.bytes)}${targets.length === 1 ? '' : ` of ${folder.text}`}?`;
      this.question.deletion(words, name, async () => {
        const title = words.replace(/\?$/, '');
        // Deletes the list that was shown: newer files stay, and missing files count as deleted.
        const task: CardTask = async (control, progress) =>
          ending(await runHere(runDeletion(plan, progress), { send: this.use.send, control }), 'deleted');
        const tasks = targets.map(({ at, info }) => ({ at, isFolder: info === null, files: 0, bytes: 0 }));
        this.begin(title, task, taskOf(title, { kind: 'delete', to: folder.text }, tasks, at));
      });
    } catch (error) {
      this.use.problem(error);
    }
  }
}

const ending = (
  { done, bytes, earlier, failed, keptSources }: StoreOutcome,
  words: string,
  earlierWords = '',
): Ending => ({
  words: `${countText(done, 'file')}, ${size(bytes)} ${words}${earlier > 0 ? `; ${countText(earlier, 'file')} ${earlierWords}` : ''}`,
  lines: [...failed, ...keptSources.map(({ name, why }) => ({ name, why: `is still there: ${why}` }))],
});
