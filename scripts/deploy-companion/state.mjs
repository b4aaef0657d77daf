// The bucket of the jobs' state, the buckets that may be written, and the queues.
import { member } from './names.mjs';

/** Jobs are deleted after a day, columns after a week, revocations after 40 days. */
export const LIFECYCLE = {
  rule: [
    { action: { type: 'Delete' }, condition: { age: 1, matchesPrefix: ['jobs/'] } },
    { action: { type: 'Delete' }, condition: { age: 7, matchesPrefix: ['columns/'] } },
    { action: { type: 'Delete' }, condition: { age: 1, matchesPrefix: ['limits/'] } },
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
    words: 'What lies there is deleted: jobs after a day, columns after a week, revocations after 40 days',
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

/** Retries last as long as a companion may be full. */
const makeQueue = (words, name, dispatches, region, inProject) => ({
  words,
  args: [
    'tasks',
    'queues',
    'create',
    name,
    '--location',
    region,
    '--max-concurrent-dispatches',
    String(dispatches),
    '--max-attempts',
    '100',
    '--min-backoff',
    '5s',
    '--max-backoff',
    '120s',
    ...inProject,
  ],
  there: true,
});

const mayEnqueue = (name, account, region, inProject) => ({
  words: `The service may put tasks into the queue ${name}`,
  args: [
    'tasks',
    'queues',
    'add-iam-policy-binding',
    name,
    '--location',
    region,
    ...member(account),
    '--role',
    'roles/cloudtasks.enqueuer',
    ...inProject,
  ],
});

export const queue = (options, { service, parts, account, caller, inProject }) => {
  const { region } = options;
  return [
    makeQueue('The queue of long jobs', service, 8, region, inProject),
    // A part keeps at most one processor busy: run as many parts at once as there are processors.
    makeQueue(
      'The queue of the parts of columns',
      parts,
      Number(options['max-instances']) * Number(options.cpu),
      region,
      inProject,
    ),
    mayEnqueue(service, account, region, inProject),
    mayEnqueue(parts, account, region, inProject),
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
};
