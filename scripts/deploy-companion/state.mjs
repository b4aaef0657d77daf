// The bucket of the jobs' state, the buckets that files may be written to, and the queue of long jobs.
import { member } from './names.mjs';

/** Jobs are deleted after a day, revocations after 40. */
export const LIFECYCLE = {
  rule: [
    { action: { type: 'Delete' }, condition: { age: 1, matchesPrefix: ['jobs/'] } },
    { action: { type: 'Delete' }, condition: { age: 40, matchesPrefix: ['revocations'] } },
  ],
};

export const buckets = ({ region }, { account, bucket, writeBuckets, inProject }, { lifecycleFile }) => [
  {
    words: 'The bucket of the state: private, one kind of rights, no versions',
    args: [
      'storage',
      'buckets',
      'create',
      `gs://${bucket}`,
      '--location',
      region,
      '--uniform-bucket-level-access',
      '--public-access-prevention',
      '--soft-delete-duration',
      '0',
      ...inProject,
    ],
    there: true,
  },
  {
    words: 'What lies there is deleted: jobs after a day, revocations after 40',
    args: ['storage', 'buckets', 'update', `gs://${bucket}`, '--lifecycle-file', lifecycleFile, ...inProject],
  },
  {
    words: 'The service may read, write and delete objects of this bucket',
    args: [
      'storage',
      'buckets',
      'add-iam-policy-binding',
      `gs://${bucket}`,
      ...member(account),
      '--role',
      'roles/storage.objectUser',
      ...inProject,
    ],
  },
  ...writeBuckets.map((each) => ({
    words: `The service may write files into gs://${each}`,
    args: [
      'storage',
      'buckets',
      'add-iam-policy-binding',
      `gs://${each}`,
      ...member(account),
      '--role',
      'roles/storage.objectUser',
      ...inProject,
    ],
  })),
];

export const queue = ({ region }, { service, account, caller, inProject }) => [
  {
    words: 'The queue of long jobs',
    args: [
      'tasks',
      'queues',
      'create',
      service,
      '--location',
      region,
      '--max-concurrent-dispatches',
      '8',
      '--max-attempts',
      '100',
      '--min-backoff',
      '5s',
      '--max-backoff',
      '120s',
      ...inProject,
    ],
    there: true,
  },
  {
    words: 'The service may put tasks into this queue',
    args: [
      'tasks',
      'queues',
      'add-iam-policy-binding',
      service,
      '--location',
      region,
      ...member(account),
      '--role',
      'roles/cloudtasks.enqueuer',
      ...inProject,
    ],
  },
  {
    words: 'The service may have its tasks signed as the tasks’ account',
    args: [
      'iam',
      'service-accounts',
      'add-iam-policy-binding',
      caller,
      ...member(account),
      '--role',
      'roles/iam.serviceAccountUser',
      ...inProject,
    ],
  },
];
