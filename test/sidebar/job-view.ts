// A job as the add-on returns it, for the tests of this folder.
import type { JobView } from '../../src/addon/interfaces/api';

export function jobView(change: Partial<JobView> = {}): JobView {
  return {
    id: 'j1',
    kind: 'details',
    title: 'Add segment details',
    sheet: 'Neurons',
    columns: ['current_id', 'volume_um3'],
    state: 'running',
    done: 0,
    total: 412,
    perSecond: 0,
    failures: [],
    changed: 0,
    findings: null,
    skipped: 0,
    left: 0,
    leftBy: [],
    message: '',
    startedBy: 'ada@example.org',
    startedAt: '2026-06-01T12:00:00Z',
    updatedAt: '2026-06-01T12:00:00Z',
    canUndo: false,
    undone: false,
    canRetry: false,
    stopped: false,
    retryAt: '',
    leasedUntil: '',
    ...change,
  };
}
