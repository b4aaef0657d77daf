/** Runs a built Apps Script add-on against a workbook in memory, with Google's limits and refusals. */

export type { ExecutionOptions, FiredTrigger, HostState } from './hosts/host-state';
export { createHost, type Host } from './hosts/in-process-host';
export { createWorkerHost, type WorkerHost, type WorkerHostOptions } from './hosts/worker-host';
export { type Clock, realClock, virtualClock } from './platform/clock';
export { Kill, ScriptError } from './platform/errors';
export { failures } from './platform/failures';
export {
  DEFAULT_SWITCHES,
  type EntryKind,
  type HostOptions,
  type Manifest,
  type Mode,
  type Switches,
  type User,
} from './platform/options';
export type { WireHandler, WireReply, WireRequest } from './platform/wire';
export type { GridEdit } from './runtime/events';
export type { Outcome } from './runtime/outcome';
export { PageFile } from './runtime/page-call';
export { createWorkbook, type WorkbookOptions } from './sheet/index';
export type { Counters } from './world/counters';
export type { Hooks, ObservedExecution, ScriptMessage } from './world/hooks';
export type { ExecutionRecord, SentRequest } from './world/records';
export type { Dialog, DialogAnswer, MenuItem, ShownPage, Toast } from './world/screen';
export type { TriggerRecord } from './world/triggers';
