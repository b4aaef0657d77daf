/** One entry makes a store known to addresses, links, access rights, the companion and the sandbox. */
import { S3_HOSTS as SANDBOX_HOSTS } from '../../sandbox/cave/src/stores';
import { readConfig } from '../../src/companion/config';
import { GCS_HOST, S3_ACLS, S3_HOSTS, STORE_HOSTS } from '../../src/core/store-hosts';
import { infoAddress, readSource } from '../../src/neuroglancer/source';
import { s3Bucket } from '../../src/volumes/s3/s3-api';
import { readStoreAddress } from '../../src/volumes/store/address';

const STORES = Object.entries(S3_HOSTS) as [keyof typeof S3_HOSTS, string][];

test.each(STORES)('%s:// is a path, a source of links, and a bucket of %s', (scheme, host) => {
  const path = `${scheme}://bucket/folder`;
  const address = readStoreAddress(path);
  expect(address).toMatchObject({ scheme, host, bucket: 'bucket' });
  expect(infoAddress(readSource(`precomputed://${path}`))).toBe(`https://${host}/bucket/folder/info`);
  expect(s3Bucket(address)).toMatchObject({
    url: `https://${host}/bucket`,
    acl: S3_ACLS[scheme] ?? 'bucket-owner-full-control',
  });
});

test('the companion reads every store, and the sandbox answers for each', () => {
  const config = readConfig(['--sandbox=http://127.0.0.1:1'], {});
  expect(config.rules.storageHosts).toEqual(STORE_HOSTS);
  expect([GCS_HOST, ...SANDBOX_HOSTS].sort()).toEqual([...STORE_HOSTS].sort());
});
