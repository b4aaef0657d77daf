/** Hosts of the object stores that addresses name by a scheme of their own. */

export const GCS_HOST = 'storage.googleapis.com';

/** Amazon's S3, and services of its kind, by scheme; buckets are the first part of the path. */
export const S3_HOSTS = {
  s3: 's3.amazonaws.com',
  nokura: 'c10s.pni.princeton.edu',
  matrix: 's3-hpcrc.rc.princeton.edu',
  tigerdata: 'td.princeton.edu',
} as const;

/** The region in the name of one of Amazon's hosts, such as s3.eu-west-1.amazonaws.com; else ''. */
export const amazonRegion = (host: string): string =>
  /^s3[.-]([a-z0-9-]+)\.amazonaws\.com$/.exec(host)?.[1] ?? '';

/** Of services of Amazon's kind, which have one region and do not look at its name; of Amazon's own first one too. */
export const USUAL_REGION = 'us-east-1';
