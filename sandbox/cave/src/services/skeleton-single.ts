/** SkeletonService's route for one skeleton, and code that the bulk routes share. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { Root } from '../graph/nodes';
import { type Call, ServiceError } from '../http/call';
import { bytesReply, htmlReply, jsonReply } from '../http/reply';
import { type FormatOptions, render } from '../skeletons/formats';
import { labelsOf } from '../skeletons/labels';
import { type SkeletonTree, skeletonOf } from '../skeletons/skeleton';
import type { SandboxStack } from '../stack';
import type { State } from '../state';

export const SERVICE_VERSION = '0.23.11';
export const VERSIONS = [-1, 0, 1, 2, 3, 4];
/** The gateway's timeout for the single route. */
const GATEWAY_MS = 600_000;

export type Handle = (
  call: Call,
  stack: SandboxStack,
  state: State,
  parts: Record<string, string>,
) => WireReply;

/** A server version as one number, for comparison. */
export const versionNumber = (version = SERVICE_VERSION): number =>
  version.split('.').reduce((sum, part) => sum * 1000 + Number(part), 0);

/** The requested version of a skeleton; throws the route's error for an unknown one. */
export function versionOf(text: string | undefined, status = 400): number {
  const version = Number(text);
  if (!VERSIONS.includes(version)) throw new ServiceError(status, `Invalid skeleton version: ${text}`);
  return version === -1 ? 4 : version === 0 ? 2 : version;
}

export const formatOptions = (
  stack: SandboxStack,
  state: State,
  skeleton: SkeletonTree,
  version: number,
): FormatOptions => ({
  datastack: stack.facts.name,
  version,
  labels: labelsOf(stack, skeleton),
  nan: state.faults.options.nanSkeleton === true,
});

function invalid(id: string, why: 'layer' | 'unknown' | 'refused'): WireReply {
  if (why === 'refused') {
    return jsonReply({ Error: `Problematic root id: ${id} is in the refusal list` }, 400);
  }
  const reason =
    why === 'layer'
      ? 'perhaps this is an id corresponding to a different level of the PCG, e.g., a supervoxel id'
      : "perhaps it doesn't exist; the error is unclear";
  return jsonReply({ Error: `Invalid root id: ${id} (${reason})` }, 400);
}

/** The single route waits until the skeleton exists. */
export const singleRoute =
  (fixedFormat?: string): Handle =>
  (_, stack, state, { skvn, root, fmt }) => {
    const found = state.skeletons.check(stack, root!);
    if (!(found instanceof Root)) return invalid(root!, found);
    const version = versionOf(skvn);
    const ready = state.skeletons.has(stack, found) ? 0 : state.skeletons.queue(stack, found);
    const delayMs = Math.max(0, ready - state.now());
    if (delayMs > GATEWAY_MS) return { ...htmlReply(504, '504 Gateway Time-out'), delayMs: GATEWAY_MS };
    const skeleton = skeletonOf(stack.graph, found);
    const output = render(skeleton, fixedFormat ?? fmt!, formatOptions(stack, state, skeleton, version));
    if (output === null) return jsonReply({ Error: "'NoneType' object has no attribute 'encode'" }, 500);
    const { body, type, attachment } = output;
    const headers: [string, string][] = attachment
      ? [['Content-Disposition', `attachment; filename=skeleton_${found.id}`]]
      : [];
    const empty = state.faults.options.nullSkeleton === true;
    const answer = empty ? jsonReply(null) : bytesReply(body, type, headers);
    return delayMs > 0 ? { ...answer, delayMs } : answer;
  };
