/**
 * The object stores that addresses name by a scheme of their own. One more of Amazon's kind is one entry here: addresses,
 * links, access rights, keys and the companion's list of hosts are made from it.
 */

export const GCS_HOST = 'storage.googleapis.com';

/** Amazon's S3, and services of its kind, by scheme; buckets are the first part of the path. */
export const S3_HOSTS = {
  s3: 's3.amazonaws.com',
  nokura: 'c10s.pni.princeton.edu',
  matrix: 's3-hpcrc.rc.princeton.edu',
  tigerdata: 'td.princeton.edu',
} as const;

/** Who may read what is written, where the store is not told by its owner's settings: as cloud-files sets it. */
export const S3_ACLS: Partial<Record<keyof typeof S3_HOSTS, string>> = {
  nokura: 'public-read',
  tigerdata: 'private',
};

export const STORE_HOSTS: readonly string[] = [GCS_HOST, ...Object.values(S3_HOSTS)];

/** The region in the name of one of Amazon's hosts, such as s3.eu-west-1.amazonaws.com; else ''. */
export const amazonRegion = (host: string): string =>
  /^s3[.-]([a-z0-9-]+)\.amazonaws\.com$/.exec(host)?.[1] ?? '';

/** Of services of Amazon's kind, which have one region and do not look at its name; of Amazon's own first one too. */
export const USUAL_REGION = 'us-east-1';
