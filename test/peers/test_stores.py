"""Google's client, Amazon's client and cloud-files on the sandbox's stores, each with its endpoint setting.

Environment: SANDBOX_READY, the ready line of the sandbox.
"""
import base64
import gzip
import hashlib
import io
import json
import os
import random
import sys
import tempfile
from importlib.metadata import version

import pytest

READY = json.loads(os.environ["SANDBOX_READY"])
URL, TOKEN, KEYS = READY["url"], READY["storageToken"], READY["s3Keys"]
FOLDER = tempfile.mkdtemp(prefix="stores-")
GOOGLE = f"{URL}/emulators/storage.googleapis.com"
HOSTS = {
    "nokura": f"{URL}/emulators/c10s.pni.princeton.edu",
    "tigerdata": f"{URL}/emulators/td.princeton.edu",
    "peeraws": f"{URL}/emulators/s3.amazonaws.com",
}
os.environ["STORAGE_EMULATOR_HOST"] = GOOGLE
# cloud-files' endpoints have no path: it takes the sandbox for its proxy to the hosts of its aliases.
os.environ["HTTP_PROXY"] = os.environ["http_proxy"] = URL
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
os.environ["CLOUD_FILES_DIR"] = os.environ["CLOUD_VOLUME_DIR"] = FOLDER
os.makedirs(os.path.join(FOLDER, "secrets"))
for alias in HOSTS:
    with open(os.path.join(FOLDER, "secrets", f"{alias}-secret.json"), "w") as file:
        json.dump({"AWS_ACCESS_KEY_ID": KEYS["accessKey"], "AWS_SECRET_ACCESS_KEY": KEYS["secret"]}, file)

import boto3  # noqa: E402
import botocore  # noqa: E402
import requests  # noqa: E402
from botocore.config import Config  # noqa: E402
from cloudfiles import CloudFiles, paths, secrets  # noqa: E402
from google.api_core import exceptions  # noqa: E402
from google.cloud import storage  # noqa: E402
from google.cloud.storage import transfer_manager  # noqa: E402
from google.oauth2.credentials import Credentials  # noqa: E402

SEED = 20261130
BUCKET = "peers-lab"
PLAIN = bytes(random.Random(SEED).randrange(256) for _ in range(3000))
LARGE = random.Random(SEED).randbytes(12_000_000)
NAMES = [
    "info",
    "mesh/1:0:1",
    "a b/c d",
    "quotes '\"`",
    "ünï/漢字 😀",
    "sum+minus-=&;,@$!*()~",
    "100%/x%41",
    "angles <>&amp;",
    "ends.gz",
    "tabs\tand\\back",
]


def md5(data):
    return base64.b64encode(hashlib.md5(data).digest()).decode()


@pytest.fixture(scope="module")
def google():
    client = storage.Client(project="peers", credentials=Credentials(token=TOKEN))
    client.create_bucket(BUCKET)
    # What cloud-files takes from a service account's file, which would ask Google for the token.
    secrets.GOOGLE_CREDENTIALS_CACHE[BUCKET] = ("peers", Credentials(token=TOKEN))
    return client


def amazon(alias, **more):
    return boto3.client(
        "s3",
        endpoint_url=HOSTS[alias],
        region_name="us-east-1",
        aws_access_key_id=KEYS["accessKey"],
        aws_secret_access_key=KEYS["secret"],
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}, retries={"max_attempts": 1}, **more),
    )


@pytest.fixture(scope="module", autouse=True)
def buckets(google):
    for alias, host in HOSTS.items():
        paths.add_alias(alias, f"s3://http://{host.rsplit('/', 1)[1]}/")
        client = amazon(alias)
        client.create_bucket(Bucket=BUCKET)
        assert BUCKET in [bucket["Name"] for bucket in client.list_buckets()["Buckets"]]


def refused(status, call):
    with pytest.raises(exceptions.GoogleAPICallError) as caught:
        call()
    assert caught.value.code == status


# Google's own client


def test_uploads_of_every_kind_and_their_sums(google):
    bucket = google.bucket(BUCKET)
    for name in NAMES:
        blob = bucket.blob(f"google/{name}")
        blob.cache_control, blob.metadata = "no-cache", {"k": "v"}
        blob.upload_from_string(PLAIN, content_type="x/y", checksum="crc32c")
        blob.reload()
        assert (blob.md5_hash, blob.cache_control, blob.metadata) == (md5(PLAIN), "no-cache", {"k": "v"})
        assert bucket.blob(blob.name).download_as_bytes(checksum="md5") == PLAIN
    listed = {blob.name for blob in google.list_blobs(BUCKET, prefix="google/")}
    assert listed == {f"google/{name}" for name in NAMES}
    wrong = bucket.blob("google/wrong")
    wrong.md5_hash = md5(b"other")
    refused(400, lambda: wrong.upload_from_string(PLAIN))
    assert not wrong.exists()


def test_resumable_uploads_with_and_without_a_known_size(google):
    bucket = google.bucket(BUCKET)
    for size in [len(LARGE), None]:
        blob = bucket.blob("google/large", chunk_size=2**20)
        blob.upload_from_file(io.BytesIO(LARGE), size=size, checksum="md5")
        assert bucket.blob("google/large").download_as_bytes(checksum="crc32c") == LARGE
    with bucket.blob("google/written").open("wb", chunk_size=2**18) as file:
        for at in range(0, len(LARGE), 700_001):
            file.write(LARGE[at : at + 700_001])
    assert bucket.blob("google/written").open("rb").read() == LARGE
    target = os.path.join(FOLDER, "large")
    blob = bucket.blob("google/large")
    transfer_manager.download_chunks_concurrently(blob, target, chunk_size=3_000_000, worker_type="thread")
    assert open(target, "rb").read() == LARGE


def test_gzip_as_stored_and_undone(google):
    bucket = google.bucket(BUCKET)
    blob = bucket.blob("google/packed")
    blob.content_encoding = "gzip"
    blob.upload_from_string(gzip.compress(PLAIN))
    assert bucket.blob("google/packed").download_as_bytes() == PLAIN
    assert gzip.decompress(bucket.blob("google/packed").download_as_bytes(raw_download=True)) == PLAIN
    assert bucket.blob("google/large").download_as_bytes(start=5, end=9) == LARGE[5:10]


def test_lists_with_offsets_globs_fields_and_pages(google):
    bucket = google.bucket(BUCKET)
    for name in ["a", "b", "b/1", "b/2", "c"]:
        bucket.blob(f"list/{name}").upload_from_string(name)

    def names(**options):
        return [blob.name[5:] for blob in google.list_blobs(BUCKET, prefix="list/", **options)]

    assert names(page_size=2) == ["a", "b", "b/1", "b/2", "c"]
    assert names(start_offset="list/b", end_offset="list/b/2") == ["b", "b/1"]
    assert names(match_glob="list/*", fields="items(name),nextPageToken") == ["a", "b", "c"]
    level = google.list_blobs(BUCKET, prefix="list/", delimiter="/")
    assert [blob.name for blob in level] == ["list/a", "list/b", "list/c"]
    assert level.prefixes == {"list/b/"}


def test_copies_moves_and_wholes_of_parts(google):
    bucket = google.bucket(BUCKET)
    source = bucket.blob("google/info")
    assert bucket.copy_blob(source, bucket, "google/copied").md5_hash == md5(PLAIN)
    token, done, total = bucket.blob("google/rewritten").rewrite(source)
    assert (token, done, total) == (None, len(PLAIN), len(PLAIN))
    far = google.create_bucket("peers-far", location="EU")
    calls, token = 0, None
    large = bucket.blob("google/large")
    bucket.blob("google/larger").compose([large, large])
    while calls == 0 or token is not None:
        token, done, total = far.blob("copy").rewrite(bucket.blob("google/larger"), token=token)
        calls += 1
    assert (calls, total) == (2, 2 * len(LARGE))
    assert far.blob("copy").download_as_bytes() == LARGE + LARGE
    whole = bucket.get_blob("google/larger")
    assert (whole.md5_hash, whole.component_count) == (None, 2)
    assert bucket.move_blob(bucket.blob("google/copied"), "google/moved").md5_hash == md5(PLAIN)
    assert not bucket.blob("google/copied").exists()


def test_preconditions_generations_and_what_is_missing(google):
    bucket = google.bucket(BUCKET)
    blob = bucket.blob("google/once")
    blob.upload_from_string("1", if_generation_match=0)
    first = blob.generation
    refused(412, lambda: bucket.blob(blob.name).upload_from_string("2", if_generation_match=0))
    refused(412, lambda: bucket.blob(blob.name).delete(if_generation_match=1))
    bucket.blob(blob.name).upload_from_string("2", if_generation_match=first)
    assert not bucket.blob(blob.name, generation=first).exists()
    refused(404, bucket.blob("google/none").delete)
    refused(404, google.bucket("peers-none").reload)


def test_access_lists_policies_and_batches(google):
    bucket = google.bucket(BUCKET)
    blob = bucket.get_blob("google/info")
    address = f"{GOOGLE}/{BUCKET}/google/info"
    assert requests.get(address).status_code == 403
    blob.make_public()
    assert requests.get(address).content == PLAIN
    blob.make_private()
    assert requests.get(address).status_code == 403
    uniform = google.bucket("peers-uniform")
    uniform.iam_configuration.uniform_bucket_level_access_enabled = True
    uniform.create(client=google)
    uniform.blob("a").upload_from_string("x")
    refused(400, uniform.get_blob("a").make_public)
    rights = ["storage.objects.create", "storage.objects.get"]
    assert bucket.test_iam_permissions(rights) == rights
    assert bucket.get_iam_policy().bindings
    for n in range(150):
        bucket.blob(f"many/{n}").upload_from_string("x")
    with google.batch():
        for n in range(100):
            bucket.blob(f"many/{n}").delete()
    bucket.delete_blobs(list(google.list_blobs(BUCKET, prefix="many/")))
    assert not list(google.list_blobs(BUCKET, prefix="many/"))
    refused(409, bucket.delete)


# Amazon's own client, which checks sums in answers and signs chunks


def code(call):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call()
    return caught.value.response["Error"]["Code"]


@pytest.mark.parametrize("alias", HOSTS)
@pytest.mark.parametrize("sums", ["when_supported", "when_required"])
def test_objects_of_amazons_kind(alias, sums):
    client = amazon(alias, request_checksum_calculation=sums, response_checksum_validation=sums)
    for name in NAMES:
        key = f"{sums}/{name}"
        facts = {"ContentType": "x/y", "CacheControl": "no-cache", "ContentEncoding": "br", "Metadata": {"k": "v"}}
        client.put_object(Bucket=BUCKET, Key=key, Body=PLAIN, **facts)
        client.copy_object(Bucket=BUCKET, Key=f"{key} copy", CopySource={"Bucket": BUCKET, "Key": key})
        for found in [key, f"{key} copy"]:
            got = client.get_object(Bucket=BUCKET, Key=found, ChecksumMode="ENABLED")
            assert got["Body"].read() == PLAIN
            assert {name: got[name] for name in facts} == facts
    client.upload_fileobj(io.BytesIO(LARGE), BUCKET, f"{sums}/large")
    client.copy({"Bucket": BUCKET, "Key": f"{sums}/large"}, BUCKET, f"{sums}/large copy")
    whole = io.BytesIO()
    client.download_fileobj(BUCKET, f"{sums}/large copy", whole)
    assert whole.getvalue() == LARGE
    expected = sorted(f"{sums}/{name}{end}" for name in [*NAMES, "large"] for end in ["", " copy"])
    for operation in ["list_objects_v2", "list_objects"]:
        pages = client.get_paginator(operation).paginate(
            Bucket=BUCKET, Prefix=f"{sums}/", PaginationConfig={"PageSize": 3}
        )
        assert sorted(item["Key"] for page in pages for item in page["Contents"]) == expected


@pytest.mark.parametrize("alias", HOSTS)
@pytest.mark.parametrize("algorithm", ["CRC32", "SHA1", "SHA256"])
def test_sums_in_headers_and_after_the_body(alias, algorithm):
    client = amazon(alias)
    for body in [PLAIN, io.BytesIO(PLAIN)]:
        client.put_object(Bucket=BUCKET, Key="sum", Body=body, ChecksumAlgorithm=algorithm)
        got = client.get_object(Bucket=BUCKET, Key="sum", ChecksumMode="ENABLED")
        assert got["Body"].read() == PLAIN
        assert got[f"Checksum{algorithm}"]
    wrong = base64.b64encode(bytes(32)).decode()
    assert code(lambda: client.put_object(Bucket=BUCKET, Key="sum", Body=PLAIN, ChecksumSHA256=wrong)) == "BadDigest"


@pytest.mark.parametrize("alias", HOSTS)
def test_conditions_parts_and_refusals(alias):
    client = amazon(alias)
    put = client.put_object(Bucket=BUCKET, Key="once", Body=b"1", ContentMD5=md5(b"1"))
    assert code(lambda: client.put_object(Bucket=BUCKET, Key="once", Body=b"2", IfNoneMatch="*")) == "PreconditionFailed"
    client.put_object(Bucket=BUCKET, Key="once", Body=b"2", IfMatch=put["ETag"])
    assert code(lambda: client.get_object(Bucket=BUCKET, Key="none")) == "NoSuchKey"
    assert code(lambda: client.get_bucket_policy(Bucket=BUCKET)) == "NoSuchBucketPolicy"
    upload = client.create_multipart_upload(Bucket=BUCKET, Key="parts", ChecksumAlgorithm="SHA256")["UploadId"]
    part = {"Bucket": BUCKET, "Key": "parts", "UploadId": upload}
    done = [client.upload_part(**part, PartNumber=1, Body=LARGE[:6_000_000], ChecksumAlgorithm="SHA256")]
    source = {"Bucket": BUCKET, "Key": "once"}
    done.append(client.upload_part_copy(**part, PartNumber=2, CopySource=source)["CopyPartResult"])
    assert [item["PartNumber"] for item in client.list_parts(**part)["Parts"]] == [1, 2]
    assert [item["Key"] for item in client.list_multipart_uploads(Bucket=BUCKET)["Uploads"]] == ["parts"]
    parts = [
        {"PartNumber": n + 1, "ETag": item["ETag"], "ChecksumSHA256": item["ChecksumSHA256"]}
        for n, item in enumerate(done)
    ]
    client.complete_multipart_upload(**part, MultipartUpload={"Parts": parts})
    assert client.get_object(Bucket=BUCKET, Key="parts")["Body"].read() == LARGE[:6_000_000] + b"2"
    abandoned = client.create_multipart_upload(Bucket=BUCKET, Key="left")["UploadId"]
    client.abort_multipart_upload(Bucket=BUCKET, Key="left", UploadId=abandoned)
    assert "Uploads" not in client.list_multipart_uploads(Bucket=BUCKET)
    address = client.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "once"})
    assert requests.get(address).content == b"2"
    assert requests.get(address.split("?")[0]).status_code == 403
    other = amazon(alias)
    other._request_signer._credentials.secret_key = "wrong"
    assert code(lambda: other.list_objects_v2(Bucket=BUCKET)) == "SignatureDoesNotMatch"


@pytest.mark.parametrize(("alias", "taken"), [("peeraws", True), ("tigerdata", True), ("nokura", False)])
def test_deletions_of_many_as_each_kind_takes_them(alias, taken):
    """Amazon's client states a CRC-32; Dell's kind wants an MD5."""
    client = amazon(alias)
    client.put_object(Bucket=BUCKET, Key="gone", Body=b"x")
    delete = {"Objects": [{"Key": "gone"}, {"Key": "none"}]}
    if taken:
        deleted = client.delete_objects(Bucket=BUCKET, Delete=delete)["Deleted"]
        assert [item["Key"] for item in deleted] == ["gone", "none"]
    else:
        assert code(lambda: client.delete_objects(Bucket=BUCKET, Delete=delete)) == "InvalidRequest"


# The field's own client

ROOTS = [f"gs://{BUCKET}", *(f"{alias}://{BUCKET}" for alias in HOSTS)]


def opened(root, folder="cloudfiles"):
    return CloudFiles(f"{root}/{folder}", progress=False)


@pytest.mark.parametrize("root", ROOTS)
def test_cloud_files_writes_reads_lists_and_deletes(root):
    files = opened(root)
    for compress in [None, "gzip", "br"]:
        files.puts([(name, PLAIN) for name in NAMES], compress=compress, cache_control="no-cache", content_type="x/y")
        assert {item["path"]: item["content"] for item in files.get(NAMES)} == dict.fromkeys(NAMES, PLAIN)
        head = files.head("info")
        assert (head["Content-Type"], head["Cache-Control"]) == ("x/y", "no-cache")
        assert (head["Content-Encoding"] or None) == compress
    assert files.get("info", raw=True) != PLAIN
    assert sorted(files.list()) == sorted(NAMES)
    assert files.exists([*NAMES, "none"]) == {**dict.fromkeys(NAMES, True), "none": False}
    assert files.get("none") is None
    files.put("large", LARGE)
    assert files.get("large") == LARGE
    assert files.size("large") == len(LARGE)
    assert files["large", 100:200] == LARGE[100:200]
    files.move("large", f"{root}/cloudfiles/moved")
    assert files.get("moved") == LARGE
    files.delete([*NAMES, "moved"])
    assert list(files.list()) == []


@pytest.mark.parametrize("source", ROOTS)
@pytest.mark.parametrize("target", ROOTS)
def test_cloud_files_copies_between_stores(source, target):
    start = opened(source, "start")
    start.puts([(name, PLAIN) for name in NAMES], compress="gzip")
    end = opened(target, f"from-{source.split(':')[0]}")
    start.transfer_to(end)
    assert {item["path"]: item["content"] for item in end.get(NAMES)} == dict.fromkeys(NAMES, PLAIN)
    assert end.head("info")["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("root", ROOTS[:2])
def test_cloud_files_uploads_in_parts(root):
    files = CloudFiles(f"{root}/parts", progress=False, composite_upload_threshold=6_000_000)
    files.put("large", LARGE)
    assert files.get("large") == LARGE


if __name__ == "__main__":
    print(*[f"{name} {version(name)}" for name in ["google-cloud-storage", "boto3", "cloud-files"]], sep=", ")
    sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", *sys.argv[1:], __file__]))
