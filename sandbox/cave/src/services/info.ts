/** InfoService: the datastacks, with the addresses of their services and data. */
import { hasRight, invalidTable } from '../http/access';
import type { Call } from '../http/call';
import { float, jsonReply, type ReplyValue } from '../http/reply';
import type { Route } from '../http/routes';
import type { SandboxStack } from '../stack';
import { type State, stackByName, stackByVolume } from '../state';
import { plainError } from './errors';

/** The full record; one origin serves both the global and the local services. */
export function fullRecord(stack: SandboxStack, state: State): Record<string, ReplyValue> {
  const { facts } = stack;
  const { origin } = state;
  const { id, name, display_name, description, image_source } = facts.alignedVolume;
  return {
    aligned_volume: { id, name, display_name, description, image_source },
    segmentation_source: `graphene://${origin}/${facts.sourcePath}`,
    skeleton_source: facts.skeletons
      ? `precomputed://${origin}/skeletoncache/api/v1/${facts.name}/precomputed/skeleton`
      : null,
    analysis_database: null,
    viewer_site: facts.viewerSite,
    synapse_table: facts.synapseTable,
    soma_table: facts.somaTable,
    local_server: origin,
    description: facts.description,
    viewer_resolution_x: float(facts.viewerResolution[0]),
    viewer_resolution_y: float(facts.viewerResolution[1]),
    viewer_resolution_z: float(facts.viewerResolution[2]),
    proofreading_status_table: facts.proofreadingTable,
    cell_identification_table: facts.cellTable,
    proofreading_review_table: facts.reviewTable,
    ...state.faults.options.records?.[facts.name],
  };
}

function volumeOf(stack: SandboxStack): ReplyValue {
  return { ...stack.facts.alignedVolume };
}

const CORS: [string, string][] = [
  ['Access-Control-Allow-Origin', '*'],
  ['Access-Control-Expose-Headers', 'WWW-Authenticate'],
];
const answer = (value: ReplyValue, status = 200) => jsonReply(value, status, CORS);

type Handler = Route<State>['handle'];
const route = (pattern: string, access: Route<State>['access'], handle: Handler): Route<State> => ({
  method: 'GET',
  pattern,
  access,
  gzip: false,
  onError: plainError,
  handle,
});

const visible = (call: Call, state: State): SandboxStack[] =>
  state.stacks.filter((stack) => hasRight(call.user!, stack.facts.dataset, 'view', true));

export const infoRoutes: Route<State>[] = [
  route('/info/version', 'open', () => answer('4.3.3')),
  route('/info/api/version', 'open', () => answer('4.3.3')),
  route('/info/api/versions', 'open', () => answer([2])),
  route('/info/health', 'open', () => answer('healthy')),
  route('/info/api/v2/datastacks', 'token', (call, _, state) =>
    answer(visible(call, state).map((stack) => stack.facts.name)),
  ),
  route('/info/api/v2/datastack/full/{ds}', { stack: 'ds' }, (_, { ds }, state) =>
    answer(fullRecord(stackByName(state, ds!)!, state)),
  ),
  route('/info/api/v2/datastack/{ds}/image_sources', { stack: 'ds' }, (_, { ds }, state) => {
    const { facts } = stackByName(state, ds!)!;
    const { id, name, image_source } = facts.alignedVolume;
    return answer([{ id, name, viewer_layer_name: 'img', image_source, description: 'aligned EM' }]);
  }),
  route('/info/api/v2/datastack/{ds}', { stack: 'ds', ignoreTerms: true }, (_, { ds }, state) => {
    const stack = stackByName(state, ds!)!;
    const { alignedVolume, name } = stack.facts;
    return answer({
      ...fullRecord(stack, state),
      aligned_volume: `/info/api/v2/aligned_volume/id/${alignedVolume.id}`,
      id: alignedVolume.id + 100,
      name,
      display_name: alignedVolume.display_name,
      viewer_layer_name: 'seg',
      base_link_id: null,
    });
  }),
  route('/info/api/v2/aligned_volume', 'token', (_, __, state) =>
    answer(state.stacks.map((stack) => stack.facts.alignedVolume.name)),
  ),
  route('/info/api/v2/aligned_volume/id/{n}', 'open', (_, { n }, state) => {
    const stack = state.stacks.find(({ facts }) => String(facts.alignedVolume.id) === n);
    return stack === undefined ? answer({ message: 'Not Found' }, 404) : answer(volumeOf(stack));
  }),
  route('/info/api/v2/aligned_volume/{av}', 'token', (_, { av }, state) => {
    const stack = stackByVolume(state, av!);
    return stack === undefined ? invalidTable(av!, 'aligned_volume') : answer(volumeOf(stack));
  }),
  route('/info/api/v2/aligned_volume/{av}/datastacks', 'token', (_, { av }, state) => {
    const names = state.stacks
      .filter(({ facts }) => facts.alignedVolume.name === av)
      .map((s) => s.facts.name);
    return names.length === 0 ? invalidTable(av!, 'aligned_volume') : answer(names);
  }),
];
