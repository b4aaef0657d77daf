/** The initial content of the buckets. */
import { bucketOf, MESH_DIR } from '../services/graph-info';
import { watershedObject } from '../services/watershed';
import { SKELETON_BUCKET, skeletonObject } from '../skeletons/bucket';
import type { State } from '../state';
import { GOOGLE, type Stores } from '../stores';
import { exampleVolume } from './example-mesh';
import type { Files } from './mesh-volume';
import { outlineVolume } from './regions';
import { swampVolume } from './swamps';

const NOKURA = 'c10s.pni.princeton.edu';

/** Outlines and regions, at the addresses in the published configurations. */
const OUTLINES: Record<string, [bucket: string, folder: string][]> = {
  brain_and_nerve_cord: [['lee-lab_brain-and-nerve-cord-fly-connectome', 'region_outlines']],
  flywire_fafb_production: [
    ['flywire_neuropil_meshes', 'whole_neuropil/brain_mesh_v141.surf'],
    ['flywire_neuropil_meshes', 'neuropils/neuropil_mesh_v141_v3'],
  ],
};

/** Buckets that signed-in users may write to: a public one, and the companion's own. */
export const VOLUMES = 'tracer-volumes';
export const COMPANION_STATE = 'tracer-companion-state';

/** The files are the same for every world, so they are created once per process. */
const filesByName = new Map<string, Files>();
function once(name: string, make: () => Files): Files {
  const files = filesByName.get(name) ?? make();
  filesByName.set(name, files);
  return files;
}

export function fillStores(stores: Stores, state: State): void {
  for (const { facts, meshes } of state.stacks) {
    const surfaces = `ws/${MESH_DIR}/`;
    stores.bucket(GOOGLE, bucketOf(facts.table), {
      source: (name) => {
        if (!name.startsWith('ws/')) return null;
        const bytes = name.startsWith(surfaces)
          ? meshes.object(name.slice(surfaces.length))
          : watershedObject(state, facts.table, name.slice('ws/'.length));
        if (bytes === null) return null;
        const text = /(^|\/)(info|provenance)$/.test(name);
        return { bytes, contentType: text ? 'application/json' : 'application/octet-stream' };
      },
    });
    for (const [bucket, folder] of OUTLINES[facts.name] ?? []) {
      stores.fill(GOOGLE, bucket, folder, () => once(facts.name, () => outlineVolume(facts)));
    }
  }
  stores.fill(NOKURA, 'tracers', 'swamps/banc/main', () => once('swamps', swampVolume));
  stores.fill(NOKURA, 'tracers', 'examples/banc_mesh_01', () => once('example', exampleVolume));
  stores.bucket(GOOGLE, SKELETON_BUCKET, {
    open: false,
    source: (name) => {
      const bytes = skeletonObject(state, name);
      return bytes === null ? null : { bytes, contentType: 'application/octet-stream' };
    },
  });
  stores.bucket(GOOGLE, VOLUMES);
  stores.bucket(GOOGLE, COMPANION_STATE, { open: false, uniform: true });
}
