"""The skeleton service of the sandbox, beside a real one where there is one, and its bucket read by the real client.

Environment: SANDBOX_URL, SANDBOX_TOKEN. SKELETON_JUDGE_URL, if set, is the origin of a real SkeletonService whose graph,
L2 cache and info are this sandbox's (SKELETON_JUDGE_TOKEN, where its token is another): the same questions are then put
to both. Without it that comparison is skipped, and says so.
"""

import gzip
import json
import math
import os
import unittest

import numpy as np
import requests
from caveclient import CAVEclient

URL = os.environ["SANDBOX_URL"]
TOKEN = os.environ["SANDBOX_TOKEN"]
JUDGE = os.environ.get("SKELETON_JUDGE_URL", "").rstrip("/")
JUDGE_TOKEN = os.environ.get("SKELETON_JUDGE_TOKEN", TOKEN)
STACK = "brain_and_nerve_cord"
PUBLISHED = [720575941519923628, 720575941490813872, 720575941533316995]
NOWHERE = 720575941499999999
SUPERVOXEL = 72905421573096843
STORAGE = "https://storage.googleapis.com"


class ToSandbox(requests.adapters.HTTPAdapter):
    """Google's storage, as the sandbox has it under its own origin."""

    def send(self, request, **more):
        request.url = request.url.replace(STORAGE, f"{URL}/stores/storage.googleapis.com")
        return super().send(request, **more)


def ask(origin, token, method, path, body=None):
    reply = requests.request(
        method,
        f"{origin}/skeletoncache/api/v1/{STACK}/{path}",
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        data=body if isinstance(body, (str, type(None))) else json.dumps(body),
        timeout=600,
    )
    return reply


def flat(origin, token, root):
    reply = ask(origin, token, "GET", f"precomputed/skeleton/4/{root}/flatdict")
    return json.loads(gzip.decompress(reply.content))


def length(skeleton):
    points, edges = np.asarray(skeleton["vertices"], float), np.asarray(skeleton["edges"], int)
    return float(np.sqrt(((points[edges[:, 0]] - points[edges[:, 1]]) ** 2).sum(axis=1)).sum())


def shape(reply):
    """What a client can tell of an answer: its status, and the form of its body."""
    try:
        body = reply.json()
    except ValueError:
        return reply.status_code, reply.headers.get("Content-Type", "").split(";")[0]
    if isinstance(body, dict):
        return reply.status_code, sorted("id" if key.isdigit() else key for key in body), sorted(
            {"hex" if isinstance(value, str) and value.startswith("1f8b") else type(value).__name__ for value in body.values()}
        )
    return reply.status_code, type(body).__name__


CACHED = "bulk/get_cached_skeletons/{}/{}"
IDS = {"root_ids": PUBLISHED[:2], "generate_missing": False, "verbose_level": 0}

SITUATIONS = {
    "cached": ("POST", CACHED.format(4, "flatdict"), IDS),
    "cached, json": ("POST", CACHED.format(4, "json"), IDS),
    "cached, version 5": ("POST", CACHED.format(5, "flatdict"), IDS),
    "cached, arrays": ("POST", CACHED.format(4, "arrays"), IDS),
    "cached, precomputed": ("POST", CACHED.format(4, "precomputed"), IDS),
    "cached, one id and no list": ("POST", CACHED.format(4, "flatdict"), {**IDS, "root_ids": PUBLISHED[0]}),
    "cached, 501 times one id": ("POST", CACHED.format(4, "flatdict"), {**IDS, "root_ids": PUBLISHED[:1] * 501}),
    "cached, no such root": ("POST", CACHED.format(4, "flatdict"), {**IDS, "root_ids": [NOWHERE]}),
    "cached, no JSON": ("POST", CACHED.format(4, "flatdict"), "{"),
    "exists, one": ("POST", "precomputed/skeleton/exists", {"root_ids": PUBLISHED[:1], "skeleton_version": 4}),
    "exists, twice": ("POST", "precomputed/skeleton/exists", {"root_ids": PUBLISHED[:1] * 2, "skeleton_version": 4}),
    "queue, nothing to do": ("POST", "bulk/gen_skeletons", {"root_ids": PUBLISHED, "skeleton_version": 4}),
    "single, no such root": ("GET", f"precomputed/skeleton/4/{NOWHERE}/flatdict", None),
    "single, a supervoxel": ("GET", f"precomputed/skeleton/4/{SUPERVOXEL}/flatdict", None),
    "info, version 1": ("GET", "precomputed/skeleton/1/info", None),
    "info, version 4": ("GET", "precomputed/skeleton/4/info", None),
}


class Skeletons(unittest.TestCase):
    def lawful(self, skeleton):
        count = len(skeleton["vertices"])
        self.assertEqual(len(skeleton["edges"]), count - 1)
        self.assertIn(skeleton["root"], range(count))
        self.assertEqual(len(skeleton["radius"]), count)
        self.assertTrue(all(isinstance(radius, float) for radius in skeleton["radius"]))
        somata = [i for i, code in enumerate(skeleton["compartment"]) if code == 1]
        self.assertEqual(somata, [skeleton["root"]] if skeleton["root"] else [])
        self.assertIn("soma_pt_x", skeleton["meta"])

    def test_forms(self):
        for root in PUBLISHED:
            self.lawful(flat(URL, TOKEN, root))

    def test_bucket_by_the_real_client(self):
        client = CAVEclient(STACK, server_address=URL, auth_token=TOKEN, write_server_cache=False)
        client.skeleton.session.mount(STORAGE, ToSandbox())
        by_bucket = client.skeleton.fetch_skeletons(PUBLISHED, method="gcs")
        by_server = client.skeleton.fetch_skeletons(PUBLISHED, method="server")
        self.assertEqual(set(by_bucket), {str(root) for root in PUBLISHED})
        for root, skeleton in by_server.items():
            mine = by_bucket[root]
            for key in ("vertices", "edges", "mesh_to_skel_map", "lvl2_ids", "compartment", "radius"):
                np.testing.assert_array_equal(np.asarray(mine[key]), np.asarray(skeleton[key]), key)
            self.assertEqual(mine["meta"]["soma_pt_x"], skeleton["meta"]["soma_pt_x"])
            self.assertTrue(math.isclose(length(mine), length(skeleton)))

    @unittest.skipUnless(JUDGE, "SKELETON_JUDGE_URL is not set: no real skeleton service to compare with")
    def test_beside_a_real_service(self):
        ask(JUDGE, JUDGE_TOKEN, "POST", "bulk/gen_skeletons", {"root_ids": PUBLISHED, "skeleton_version": 4})
        for root in PUBLISHED:
            real, ours = flat(JUDGE, JUDGE_TOKEN, root), flat(URL, TOKEN, root)
            self.lawful(real)
            self.assertEqual(set(real), set(ours))
            self.assertEqual({str(n) for n in real["lvl2_ids"]}, {str(n) for n in ours["lvl2_ids"]})
        for name, (method, path, body) in SITUATIONS.items():
            with self.subTest(name):
                real = shape(ask(JUDGE, JUDGE_TOKEN, method, path, body))
                self.assertEqual(shape(ask(URL, TOKEN, method, path, body)), real)


if __name__ == "__main__":
    unittest.main(verbosity=1)
