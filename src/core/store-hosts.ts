/**
 * The object stores that have an address scheme of their own. To add an S3-compatible store, add one entry here:
 * addresses, links, access rights, keys and the companion's list of hosts use this list.
 */

export const GCS_HOST = 'storage.googleapis.com';

/** Amazon S3 and compatible services, by scheme; the first part of the path is the bucket. */
export const S3_HOSTS = {
  s3: 's3.amazonaws.com',
  nokura: 'c10s.pni.princeton.edu',
  matrix: 's3-hpcrc.rc.princeton.edu',
  tigerdata: 'td.princeton.edu',
} as const;

/**
 * The ACL of written objects, for stores whose owner does not define it in the settings; the same values as in
 * cloud-files.
 */
export const S3_ACLS: Partial<Record<keyof typeof S3_HOSTS, string>> = {
  nokura: 'public-read',
  tigerdata: 'private',
};

export const STORE_HOSTS: readonly string[] = [GCS_HOST, ...Object.values(S3_HOSTS)];

/** The region in an Amazon host name such as s3.eu-west-1.amazonaws.com; else ''. */
export const amazonRegion = (host: string): string =>
  /^s3[.-]([a-z0-9-]+)\.amazonaws\.com$/.exec(host)?.[1] ?? '';

/** The region for S3-compatible services, which have one region and ignore its name; also Amazon's first region. */
export const USUAL_REGION = 'us-east-1';
