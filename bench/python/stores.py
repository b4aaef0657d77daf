"""cloud-files on one store: a line of JSON for each operation, answered with its milliseconds and the objects done."""
import json
import os
import sys
import tempfile
import time

folder = tempfile.mkdtemp(prefix="bench-stores-")
os.environ["CLOUD_FILES_DIR"] = os.environ["CLOUD_VOLUME_DIR"] = folder
roots = {}


def setup(server, keys):
    """Before cloud-files is imported: it reads its settings then."""
    os.makedirs(os.path.join(folder, "secrets"), exist_ok=True)
    with open(os.path.join(folder, "secrets", "bench-secret.json"), "w") as file:
        json.dump({"AWS_ACCESS_KEY_ID": keys["accessKey"], "AWS_SECRET_ACCESS_KEY": keys["secret"]}, file)
    if server["kind"] == "gcs":
        os.environ["STORAGE_EMULATOR_HOST"] = server["url"]
    from cloudfiles import paths, secrets
    from google.oauth2.credentials import Credentials

    paths.add_alias("bench", f"s3://{server['url']}/")
    for bucket in ["lab", "other"]:
        secrets.GOOGLE_CREDENTIALS_CACHE[bucket] = ("bench", Credentials(token="bench"))
    roots["store"] = "gs://" if server["kind"] == "gcs" else "bench://"


def opened(path):
    from cloudfiles import CloudFiles

    return CloudFiles(f"file://{path}" if path.startswith("/") else f"{roots['store']}{path}", progress=False)


for line in sys.stdin:
    request = json.loads(line)
    if "server" in request:
        setup(request["server"], request["keys"])
        answer = {"ms": 0}
    else:
        source = opened(request["from"])
        start, worked = time.perf_counter(), time.process_time()
        if request["to"] is None:
            count = len(list(source.list()))
        else:
            source.transfer_to(opened(request["to"]))
            count = None
        answer = {"ms": (time.perf_counter() - start) * 1000, "count": count}
        answer["cpu"] = (time.process_time() - worked) * 1000
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
