/** The stores that the Files panel shows, and the work that it has started. */

import { TtError } from '../../core/errors';
import { setBounded } from '../access/bounded-store';
import { ownStores, storeViews } from '../access/store-keys';
import type { FileTask, StoreAccessView } from '../interfaces/files-api';
import type { Host } from '../interfaces/host';

/** Followed by the time of the task's start; alone, the one task that earlier versions kept. */
const TASK = 'file-task';

/** User properties hold 500 KB in all, and one task up to 9. */
const MOST_TASKS = 20;

export function storeAccess(host: Host): StoreAccessView {
  return {
    google: host.storage?.google() ?? { state: 'absent', link: '' },
    stores: storeViews(ownStores(host)),
    tasks: tasksOf(host).map(([, task]) => task),
  };
}

const tasksOf = ({ userStore }: Host): [key: string, task: FileTask][] =>
  Object.entries(userStore.all())
    .filter(([key]) => key.startsWith(TASK))
    .map(([key, text]): [string, FileTask] => [key, JSON.parse(text) as FileTask])
    .sort(([, a], [, b]) => (a.begun < b.begun ? -1 : 1));

export function fileTask(host: Host, task: FileTask, isOpen: boolean): null {
  const tasks = tasksOf(host);
  const [key] = tasks.find(([, { begun }]) => begun === task.begun) ?? [`${TASK} ${task.begun}`];
  if (!isOpen) host.userStore.remove(key);
  else if (tasks.length >= MOST_TASKS && !tasks.some(([used]) => used === key)) {
    throw new TtError(
      'INPUT',
      `${MOST_TASKS} pieces of work are unfinished: go on with one of them, or forget it`,
    );
  } else setBounded(host.userStore, key, JSON.stringify(task), 'the work that was begun');
  return null;
}
