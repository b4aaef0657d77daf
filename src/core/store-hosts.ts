/** Hosts of the object stores that addresses name by a scheme of their own. */

export const GCS_HOST = 'storage.googleapis.com';

/** Amazon's S3, and services of its kind, by scheme; buckets are the first part of the path. */
export const S3_HOSTS = {
  s3: 's3.amazonaws.com',
  nokura: 'c10s.pni.princeton.edu',
  matrix: 's3-hpcrc.rc.princeton.edu',
  tigerdata: 'td.princeton.edu',
} as const;
