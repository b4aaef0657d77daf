/** Job "Pictures": draws each segment's skeleton into a file on a bucket. */
import { segPictures } from '../make/seg-pictures';
import { companionJob, jobArgs, outputsOf } from './companion-job';

const [, FOLDER] = segPictures.params;

export const picturesJob = companionJob(
  segPictures,
  {
    name: 'pictures',
    title: 'Pictures',
    summary: 'A picture of each segment’s skeleton, put on a bucket. The companion draws.',
    outputs: outputsOf(segPictures, [
      'its address',
      'length of the bar in the picture',
      'whether anybody can open it',
    ]),
    params: [FOLDER!],
  },
  { args: (options) => jobArgs(segPictures, options) },
);
