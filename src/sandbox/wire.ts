/** HTTP as plain data: defined where the Apps Script runtime hands requests over. */
export type { WireHandler, WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
