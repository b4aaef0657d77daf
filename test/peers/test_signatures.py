"""Our signer of S3 requests against botocore's.

Environment: PEERS_DIR, the folder with signatures.json.
"""
import base64
import hashlib
import json
import os

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

with open(os.path.join(os.environ["PEERS_DIR"], "signatures.json"), encoding="utf-8") as file:
    ANSWERS = json.load(file)


def authorization(answer):
    keys = answer["keys"]
    headers = {name: value for name, value in answer["headers"].items() if name != "authorization"}
    request = AWSRequest(method=answer["method"], url=answer["url"], headers=headers)
    request.context["timestamp"] = headers["x-amz-date"]
    signer = S3SigV4Auth(Credentials(keys["accessKey"], keys["secret"]), "s3", keys["region"])
    canonical = signer.canonical_request(request)
    signature = signer.signature(signer.string_to_sign(request, canonical), request)
    names = signer.signed_headers(signer.headers_to_sign(request))
    return f"AWS4-HMAC-SHA256 Credential={signer.scope(request)}, SignedHeaders={names}, Signature={signature}"


def test_signatures():
    assert len(ANSWERS) == 500
    assert [a["url"] for a in ANSWERS if a["headers"]["authorization"] != authorization(a)] == []


def test_sums_of_bodies():
    for answer in ANSWERS:
        body, headers = answer["words"].encode(), answer["headers"]
        md5 = base64.b64encode(hashlib.md5(body).digest()).decode() if body else None
        assert headers.get("content-md5") == md5
        assert headers["x-amz-content-sha256"] in {hashlib.sha256(body).hexdigest(), "UNSIGNED-PAYLOAD"}
        assert headers.get("x-amz-security-token", "") == answer["keys"]["sessionToken"]
    unsigned = [a for a in ANSWERS if a["headers"]["x-amz-content-sha256"] == "UNSIGNED-PAYLOAD"]
    assert 50 < len(unsigned) < 100
