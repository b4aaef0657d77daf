/** The stores that the Files panel shows, and the work that it has started. */

import { setBounded } from '../access/bounded-store';
import { ownStores, storeViews } from '../access/store-keys';
import type { FileTask, StoreAccessView } from '../interfaces/files-api';
import type { Host } from '../interfaces/host';

const TASK = 'file-task';

export function storeAccess(host: Host): StoreAccessView {
  const task = host.userStore.get(TASK);
  return {
    google: host.storage?.google() ?? { state: 'absent', link: '' },
    stores: storeViews(ownStores(host)),
    task: task === null ? null : (JSON.parse(task) as FileTask),
  };
}

export function fileTask(host: Host, task: FileTask | null): null {
  if (task === null) host.userStore.remove(TASK);
  else setBounded(host.userStore, TASK, JSON.stringify(task), 'the work that was begun');
  return null;
}
