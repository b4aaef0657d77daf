/** Column jobs, in the order of the Run panel. */
import { anchorsJob } from './anchors';
import { contributorsJob } from './contributors';
import { currentJob } from './current';
import { detailsJob } from './details';
import { doctorJob } from './doctor';
import { exactJob } from './exact';
import { hitsJob } from './hits';
import { linksJob } from './links';
import { partnersJob } from './partners';
import { picturesJob } from './pictures';
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
  contributorsJob,
  partnersJob,
  picturesJob,
] as const;
