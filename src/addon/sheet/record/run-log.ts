/** The tab `TT log`: one line when a run starts and one when it ends, newest first, at most 1,000. */
import { utcText } from '../../../core/time';
import type { Host } from '../../interfaces/host';
import { putLinks } from '../cells/write-cells';
import { ownTab, prependRows } from './own-tabs';

export const LOG_TAB = 'TT log';
export const LOG_HEADERS = [
  'time',
  'time_utc',
  'run',
  'what',
  'tab',
  'state',
  'by',
  'rows',
  'changed',
  'failed',
  'note',
  'list',
];
const LINES = 1000;

export interface LogLine {
  run: string;
  what: string;
  tab: string;
  state: 'started' | 'finished' | 'cancelled' | 'failed' | 'undone' | 'waiting';
  rows: number;
  changed: number;
  failed: number;
  note: string;
}

/** The cell with the run's id, in the log line that was just written. */
export const LOGGED_RUN = 'C2';

/** `link`: a formula that leads to the findings of the run, or ''. */
export function log(host: Host, line: LogLine, link = ''): void {
  const tab = ownTab(host.file, LOG_TAB, LOG_HEADERS);
  const at = host.now();
  const utc = utcText(at);
  const { run, what, tab: where, state, rows, changed, failed, note } = line;
  const cells = [
    host.file.localTime(at),
    utc,
    run,
    what,
    where,
    state,
    host.user(),
    rows,
    changed,
    failed,
    note,
  ];
  prependRows(tab, [cells], LINES);
  if (link !== '') putLinks(tab, 2, LOG_HEADERS.length, [link]);
}
