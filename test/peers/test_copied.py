"""cloud-files reads a folder that our code copied to somebody else's store, and compares it with the files.

Environment: COPIED_SERVER {name, kind, url}, COPIED_KEYS, COPIED_FOLDER.
"""
import json
import os
import sys
import tempfile

SERVER, KEYS = json.loads(os.environ["COPIED_SERVER"]), json.loads(os.environ["COPIED_KEYS"])
FOLDER = os.environ["COPIED_FOLDER"]
SECRETS = tempfile.mkdtemp(prefix="copied-")
os.environ["CLOUD_FILES_DIR"] = os.environ["CLOUD_VOLUME_DIR"] = SECRETS
os.makedirs(os.path.join(SECRETS, "secrets"))
with open(os.path.join(SECRETS, "secrets", "judge-secret.json"), "w") as file:
    json.dump({"AWS_ACCESS_KEY_ID": KEYS["accessKey"], "AWS_SECRET_ACCESS_KEY": KEYS["secret"]}, file)
if SERVER["kind"] == "gcs":
    os.environ["STORAGE_EMULATOR_HOST"] = SERVER["url"]

import pytest  # noqa: E402
from cloudfiles import CloudFiles, paths, secrets  # noqa: E402
from google.oauth2.credentials import Credentials  # noqa: E402

paths.add_alias("judge", f"s3://{SERVER['url']}/")
secrets.GOOGLE_CREDENTIALS_CACHE["lab"] = ("judge", Credentials(token="judge"))
ROOT = "gs://lab/judge" if SERVER["kind"] == "gcs" else "judge://lab/judge"


def local():
    found = {}
    for folder, _, names in os.walk(FOLDER):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, FOLDER)] = file.read()
    return found


def test_what_cloud_files_lists_and_reads():
    files = CloudFiles(ROOT, progress=False)
    expected = local()
    assert len(expected) > 100
    assert sorted(files.list()) == sorted(expected)
    got = {item["path"]: item["content"] for item in files.get(list(expected), raw=True)}
    assert {path for path, content in expected.items() if got[path] != content} == set()


if __name__ == "__main__":
    print(f"cloud-files on {SERVER['name']}")
    sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", __file__]))
