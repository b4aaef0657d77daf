/** Job "Pictures": draws each segment's skeleton into a file on a bucket. */
import { segPictures } from '../make/seg-pictures';
import { companionJob, jobArgs, outputsOf } from './companion-job';

const [, FOLDER] = segPictures.params;

export const picturesJob = companionJob(
  segPictures,
  {
    name: 'pictures',
    title: 'Pictures',
    summary: 'A PNG file of each skeleton, on a bucket. The companion draws.',
    outputs: outputsOf(segPictures, ['its address', 'the bar’s length', 'TRUE or FALSE']),
    params: [FOLDER!],
  },
  { args: (options) => jobArgs(segPictures, options) },
);
