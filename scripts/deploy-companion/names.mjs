// Names of the deployment's accounts, bucket, queue and address.

/** `number` is the project's number, which Cloud Run's addresses contain. */
export function deploymentNames(options, number) {
  const { project, region, name } = options;
  const service = `${name}-companion`;
  return {
    service,
    /** The account that the service runs as. */
    account: `${service}@${project}.iam.gserviceaccount.com`,
    /** The account that signs the queue's calls. */
    caller: `${name}-tasks@${project}.iam.gserviceaccount.com`,
    bucket: `${project}-${service}-state`,
    parts: `${service}-parts`,
    queue: `projects/${project}/locations/${region}/queues/${service}`,
    partsQueue: `projects/${project}/locations/${region}/queues/${service}-parts`,
    // Cloud Run's deterministic address, known before the first deployment.
    url: `https://${service}-${number}.${region}.run.app`,
    writeBuckets: options['write-buckets'].split(',').filter((each) => each !== ''),
    inProject: ['--project', project],
  };
}

export const member = (email) => ['--member', `serviceAccount:${email}`];
