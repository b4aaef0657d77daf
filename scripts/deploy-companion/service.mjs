// The service itself: built from this folder and deployed on Cloud Run.

function environment(options, { url, bucket, queue, partsQueue, caller, writeBuckets }) {
  return {
    TT_AUDIENCE: options.audience,
    TT_ALLOW: options.allow,
    TT_URL: url,
    TT_BUCKET: bucket,
    TT_QUEUE: queue,
    TT_PARTS_QUEUE: partsQueue,
    TT_QUEUE_ACCOUNT: caller,
    TT_MAX_SERVICE_MB: String(Number.parseInt(options.memory, 10) * 900),
    TT_WORKERS: options.cpu,
    ...(options.servers === '' ? {} : { TT_SERVERS: options.servers }),
    ...(writeBuckets.length === 0 ? {} : { TT_WRITE_BUCKETS: writeBuckets.join(',') }),
  };
}

/** gcloud splits at commas unless another separator is given first. */
const pairs = (values) =>
  `^;^${Object.entries(values)
    .map(([key, value]) => `${key}=${value}`)
    .join(';')}`;

export const service = (options, names) => {
  const { region } = options;
  const { account, inProject } = names;
  return [
    {
      words:
        'Build and deploy. Who asks is checked by the service itself: a formula cannot sign in to Cloud Run',
      args: [
        'run',
        'deploy',
        names.service,
        '--source',
        '.',
        '--region',
        region,
        '--service-account',
        account,
        '--allow-unauthenticated',
        '--min-instances',
        '0',
        '--max-instances',
        options['max-instances'],
        '--concurrency',
        '16',
        '--cpu',
        options.cpu,
        '--memory',
        options.memory,
        '--cpu-boost',
        '--timeout',
        '1800',
        '--set-secrets',
        `TT_SECRET=${names.service}:latest`,
        '--set-env-vars',
        pairs(environment(options, names)),
        ...inProject,
      ],
    },
  ];
};
