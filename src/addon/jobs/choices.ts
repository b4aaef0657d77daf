/** The jobs there are, and what each can write. */
import { DETAILS, type Detail } from '../../tools/get/seg-details';
import type { JobChoice, JobKind } from '../api';

const INITIALLY: Record<JobKind, Detail[]> = {
  details: ['current_id', 'volume_um3', 'cable_length', 'inc_syn', 'out_syn', 'total_syn', 'proofread'],
  current: ['current_id', 'share'],
};

const OFFERED: Record<JobKind, Detail[]> = {
  details: Object.keys(DETAILS) as Detail[],
  current: ['current_id', 'share', 'runner_up', 'anchor_supervoxel', 'as_of'],
};

const TITLES: Record<JobKind, { title: string; words: string }> = {
  details: {
    title: 'Add segment details',
    words: 'Current id, volume, cable length, synapses and proofread status beside each id.',
  },
  current: {
    title: 'Bring ids up to date',
    words: 'The current id of each segment beside the old one, with the share that it holds.',
  },
};

export const JOB_KINDS: readonly JobKind[] = ['details', 'current'];

export function jobChoices(): JobChoice[] {
  return JOB_KINDS.map((kind) => ({
    kind,
    ...TITLES[kind],
    details: OFFERED[kind].map((header) => ({
      header,
      words: DETAILS[header],
      initially: INITIALLY[kind].includes(header),
    })),
  }));
}

export const titleOf = (kind: JobKind): string => TITLES[kind].title;

/** The wanted headers in their fixed order; unknown ones are left out. */
export function wantedHeaders(kind: JobKind, headers: readonly string[]): Detail[] {
  return OFFERED[kind].filter((header) => headers.includes(header));
}
