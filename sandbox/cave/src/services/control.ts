/** The switches of the sandbox, under /sandbox/. They need no token, because the server listens only on loopback. */

import type { WireHandler, WireReply } from '@tracer-tools/apps-script/wire';
import { asObject, type Json } from '../../../../src/core/json';
import type { CaveSandbox, EditRequest, FaultOptions, RowChange } from '..';
import { Call } from '../http/call';
import { jsonReply, type ReplyValue, rawIdList } from '../http/reply';
import { nameOf } from '../world/users';
import { messageOf } from './errors';

type Body = { [key: string]: Json };
type Switch = (sandbox: CaveSandbox, body: Body, call: Call) => ReplyValue;

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
const number = (value: Json | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined;

const SAMPLE = 25;

/** The ground truth for one root, for comparison by external clients. */
const truth: Switch = (sandbox, _, call) => {
  const { truth: world } = sandbox;
  const datastack = call.query.get('datastack') ?? undefined;
  const root = call.query.get('root');
  if (root === null) {
    const n = call.number('n') ?? SAMPLE;
    return {
      stale: world.sampleStale(n, datastack),
      current: world.sampleCurrent(n, datastack),
    };
  }
  const cable = world.cable(root, datastack);
  return {
    root,
    is_latest: world.isLatest(root, datastack),
    created_ms: world.root(root, datastack).created,
    supervoxels: world.supervoxelCount(root, datastack),
    level2: world.level2(root, datastack),
    candidates: world
      .candidates(root, datastack)
      .map(({ id, supervoxels, share }) => ({ id, supervoxels, share })),
    originals: world.originals(root, datastack),
    volume_nm3: world.volume(root, datastack),
    cable_nm: cable.length,
    vertices: cable.vertices,
    operations: world.operations(root, datastack).map((operation) => ({
      id: operation.id,
      time_ms: operation.time,
      user: operation.user,
      user_name: nameOf(operation.user)?.name ?? 'unknown',
      kind: operation.kind,
      before: operation.before.map((r) => r.id),
      after: operation.after.map((r) => r.id),
      source: [...operation.sourceAt],
      sink: [...operation.sinkAt],
    })),
    synapses: world.synapses(root, datastack),
    proofread: world.proofread(root, datastack),
    swamps:
      datastack === undefined
        ? world.swamps(root).map(({ id, crossings, inside }) => ({ id, crossings, inside }))
        : [],
    first_supervoxels: rawIdList(world.supervoxels(root, datastack).slice(0, 5)).text.slice(1, -1).split(','),
  };
};

const SWITCHES: Record<string, Switch> = {
  'POST /sandbox/edit': (sandbox, body) => {
    const kinds = ['merge', 'split', 'undo', 'redo'] as const;
    const kind = kinds.find((kindName) => kindName === (body.kind ?? 'split'));
    if (kind === undefined) throw new Error(`no edit of kind ${String(body.kind)}: ${kinds.join(', ')}`);
    const request: EditRequest = { kind };
    const [datastack, root, other] = [text(body.datastack), text(body.root), text(body.with)];
    const [share, user, operation] = [number(body.share), number(body.user), number(body.operation)];
    if (datastack !== undefined) request.datastack = datastack;
    if (root !== undefined) request.root = root;
    if (other !== undefined) request.with = other;
    if (share !== undefined) request.share = share;
    if (user !== undefined) request.user = user;
    if (operation !== undefined) request.operation = operation;
    if (body.singleCut === true) request.singleCut = true;
    if (body.outcome === 'oneRoot' || body.outcome === 'failed') request.outcome = body.outcome;
    const { operation_id, before, after, time } = sandbox.edit(request);
    return { operation_id, before, after, time };
  },
  'POST /sandbox/rows': (sandbox, body) => {
    const table = text(body.table);
    if (table === undefined) throw new Error('table is missing');
    const { ids } = sandbox.changeRows({ ...(body as unknown as RowChange), table });
    return { ids };
  },
  'POST /sandbox/versions': (sandbox, body) => {
    const flag = (value: Json | undefined) => (typeof value === 'boolean' ? value : undefined);
    const [valid, merged] = [flag(body.valid), flag(body.merged)];
    sandbox.changeVersion(number(body.version) ?? 0, {
      ...(valid === undefined ? {} : { valid }),
      ...(merged === undefined ? {} : { merged }),
    });
    return body as ReplyValue;
  },
  'POST /sandbox/faults': (sandbox, body) => {
    sandbox.setFaults(body as unknown as FaultOptions);
    return body as ReplyValue;
  },
  'POST /sandbox/clock': (sandbox, body) => {
    sandbox.advance(number(body.advanceMs) ?? 0);
    return { now: sandbox.now() };
  },
  'GET /sandbox/state': (sandbox, _, call) => {
    const datastack = call.query.get('datastack') ?? undefined;
    return {
      token: sandbox.token,
      invalid_token: sandbox.invalidToken,
      storage_token: sandbox.storageToken,
      s3_keys: { access_key: sandbox.s3Keys.accessKey, secret: sandbox.s3Keys.secret },
      users: sandbox.users.map(({ id, name, token, rights, missingTerms }) => ({
        id,
        name,
        token,
        may_view: Object.keys(rights),
        missing_terms: missingTerms,
      })),
      datastacks: sandbox.datastacks,
      now: sandbox.now(),
      samples: {
        stale: sandbox.truth.sampleStale(SAMPLE, datastack),
        current: sandbox.truth.sampleCurrent(SAMPLE, datastack),
      },
    };
  },
  'GET /sandbox/counters': (sandbox) => Object.fromEntries(sandbox.counters),
  'POST /sandbox/counters/reset': (sandbox) => {
    sandbox.resetCounters();
    return {};
  },
  'GET /sandbox/truth': truth,
};

/** Handles requests under /sandbox/; null for every other path. */
export function controlHandler(
  sandbox: CaveSandbox,
): (request: Parameters<WireHandler>[0]) => WireReply | null {
  return (request) => {
    const call = new Call(request, sandbox.now());
    if (!call.path.startsWith('/sandbox/')) return null;
    const found = SWITCHES[`${call.method} ${call.path}`];
    if (found === undefined) return jsonReply({ error: `no switch ${call.method} ${call.path}` }, 404);
    try {
      const body = request.body.length === 0 ? {} : (asObject(call.json()) ?? {});
      return jsonReply(found(sandbox, body, call));
    } catch (error) {
      return jsonReply({ error: messageOf(error) }, 400);
    }
  };
}
