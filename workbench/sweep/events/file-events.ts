/** Renamed and deleted tabs; other runs, schedules and settings; kills, quotas and locks. */
import { failures, Kill } from '@tracer-tools/apps-script';
import type { EventKind, SweepScene } from '../scene';

function removeTab({ book }: SweepScene, name: string): boolean {
  const tab = book.grid(name);
  if (!tab) return false;
  book.removeGrid(tab.id);
  return true;
}

function renameTab({ book }: SweepScene, name: string): void {
  const tab = book.grid(name);
  if (tab) tab.name = `Old ${name.slice(3)} ${tab.id}`;
}

export const FILE_EVENTS: readonly EventKind[] = [
  {
    name: 'kill',
    happen: () => {
      throw new Kill('power loss');
    },
  },
  { name: 'change the datastack', happen: ({ changeDatastack }) => changeDatastack() },
  {
    name: 'delete TT changes',
    stops: true,
    happen: (scene) => {
      if (removeTab(scene, 'TT changes')) scene.happened.kinds.add('record gone');
    },
  },
  { name: 'rename TT changes', happen: (scene) => renameTab(scene, 'TT changes') },
  { name: 'delete TT log', happen: (scene) => void removeTab(scene, 'TT log') },
  { name: 'rename TT report', happen: (scene) => renameTab(scene, 'TT report') },
  { name: 'delete TT report', happen: (scene) => void removeTab(scene, 'TT report') },
  {
    name: 'delete the tab',
    stops: true,
    happen: ({ book, grid, happened }) => {
      book.removeGrid(grid.id);
      happened.tabGone = true;
    },
  },
  {
    name: 'rename the tab',
    happen: ({ grid }) => {
      grid.name = `${grid.name.split(' ')[0]} renamed`;
    },
  },
  { name: 'somebody runs over the same columns', happen: ({ other }) => other('same') },
  { name: 'somebody runs over other columns', happen: ({ other }) => other('beside') },
  { name: 'a schedule runs', happen: ({ other }) => other('schedule') },
  {
    name: 'quota',
    meets: 'UrlFetchApp',
    happen: () => {
      throw failures.dailyQuota('urlfetch');
    },
  },
  { name: 'a lock is not had', meets: 'Lock.tryLock', happen: ({ occupyLock }) => occupyLock() },
  {
    name: 'Google fails once',
    happen: () => {
      throw failures.spreadsheetFailed();
    },
  },
  {
    name: 'Google is used up for a moment',
    happen: () => {
      throw failures.burst('spreadsheets');
    },
  },
];
