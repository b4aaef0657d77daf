/** Addresses of stores: each read as what it means, or refused in words. */
import { readStoreAddress } from '../../../src/volumes/store/address';

test.each([
  ['gs://our-lab/a/b:0 c', 'gcs', '', 'our-lab', 'a/b:0 c'],
  ['gs://our-lab', 'gcs', '', 'our-lab', ''],
  ['gs://our-lab/', 'gcs', '', 'our-lab', ''],
  ['gs://our-lab/a/', 'gcs', '', 'our-lab', 'a'],
  ['  precomputed://gs://our-lab/a ', 'gcs', '', 'our-lab', 'a'],
  ['gs://our-lab/a|neuroglancer-precomputed:', 'gcs', '', 'our-lab', 'a'],
  ['s3://our-lab/a', 's3', 's3.amazonaws.com', 'our-lab', 'a'],
  ['nokura://tracers/swamps/ü漢😀', 's3', 'c10s.pni.princeton.edu', 'tracers', 'swamps/ü漢😀'],
  ['matrix://lab.x/a', 's3', 's3-hpcrc.rc.princeton.edu', 'lab.x', 'a'],
  ['tigerdata://lab/100%', 's3', 'td.princeton.edu', 'lab', '100%'],
  ['s3://https://s3.example.org/lab/a/b', 's3', 's3.example.org', 'lab', 'a/b'],
  ['gs://our-lab/..a/b.', 'gcs', '', 'our-lab', '..a/b.'],
])('%j', (text, kind, host, bucket, key) => {
  expect(readStoreAddress(text)).toMatchObject({ kind, host, bucket, key });
});

test.each([
  ['', /is not a path such as/],
  ['our-lab/a', /is not a path such as/],
  ['https://storage.googleapis.com/b/a', /is not a path such as/],
  ['file:///etc/passwd', /is not a path such as/],
  ['toString://lab/a', /is not a path such as/],
  ['constructor://lab/a', /is not a path such as/],
  ['GS://our-lab/a', /is not a path such as/],
  ['gs://https://host.org/lab/a', /is not a path such as/],
  ['s3://http://host.org/lab/a', /bucket's name/],
  ['s3://https://host.org', /is not a path such as/],
  ['s3://https://host.org:9000/lab/a', /without a port/],
  ['s3://https://127.0.0.1/lab/a', /has to be a name/],
  ['s3://https://localhost/lab/a', /has to be a name/],
  ['s3://https://user:pass@host.org/lab/a', /has to be a name/],
  ['gs://', /bucket's name/],
  ['gs:///a', /bucket's name/],
  ['gs://A/b', /bucket's name/],
  ['gs://a..b/c', /bucket's name/],
  ['gs://our lab/c', /bucket's name/],
  ['gs://lab\n/c', /bucket's name/],
  ['gs://lab//', /two slashes/],
  ['gs://lab/a//b', /two slashes/],
  ['gs://lab/a//', /two slashes/],
  ['gs://lab//a', /two slashes/],
  ['gs://lab/..', /"\." and "\.\."/],
  ['gs://lab/a/../b', /"\." and "\.\."/],
  ['gs://lab/./a', /"\." and "\.\."/],
  ['gs://lab/a?b', /\? and #/],
  ['gs://lab/a#b', /\? and #/],
  ['gs://lab/%2e%2e/a', /%-code/],
  ['gs://lab/a%2Fb', /%-code/],
  ['gs://lab/a\nb', /control characters/],
  ['gs://lab/a\\b', /control characters/],
  ['gs://lab/a\0', /control characters/],
  [`gs://lab/${'ü'.repeat(513)}`, /longer than 1024 bytes/],
])('%j is refused', (text, words) => {
  expect(() => readStoreAddress(text)).toThrow(words);
});
