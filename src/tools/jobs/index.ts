/** Column jobs, in the order of the Run panel. */
import { anchorsJob } from './anchors';
import { currentJob } from './current';
import { detailsJob } from './details';
import { doctorJob } from './doctor';
import { exactJob } from './exact';
import { hitsJob } from './hits';
import { linksJob } from './links';
import { settleSplitsJob } from './settle-splits';
import { triageJob } from './triage';

export const JOBS = [
  detailsJob,
  currentJob,
  exactJob,
  settleSplitsJob,
  anchorsJob,
  linksJob,
  doctorJob,
  triageJob,
  hitsJob,
] as const;
