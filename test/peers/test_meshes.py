"""The real cloud-volume against the sandbox's meshes: those of segments, and those in the buckets.

Environment: SANDBOX_URL, SANDBOX_TOKEN; SANDBOX_READY, if set, is the sandbox's ready line as JSON.
"""

import io
import contextlib
import json
import os
import sys
import unittest
import urllib.error
import urllib.parse
import urllib.request

import numpy as np
from cloudvolume import CloudVolume

URL = os.environ["SANDBOX_URL"]
TOKEN = os.environ["SANDBOX_TOKEN"]
STORAGE_TOKEN = json.loads(os.environ.get("SANDBOX_READY", "{}")).get("storageToken", "ya29.sandbox-storage-token")
TABLE = "wclee_fly_cns_001"
STORES = f"{URL}/stores"
GRID = 21


def switch(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{URL}/sandbox/{path}", data=data)) as reply:
        return json.load(reply)


def edge_uses(faces):
    edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    return np.unique(edges, axis=0, return_counts=True)[1]


def volume(mesh):
    a, b, c = (mesh.vertices[mesh.faces[:, k]].astype(float) for k in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def winding(mesh, point):
    """How often the surface winds about a point: 0 outside, 1 or more inside."""
    a, b, c = (mesh.vertices[mesh.faces[:, k]].astype(float) - point for k in range(3))
    la, lb, lc = (np.linalg.norm(v, axis=1) for v in (a, b, c))
    dot = lambda u, v: np.einsum("ij,ij->i", u, v)
    above = dot(a, np.cross(b, c))
    below = la * lb * lc + dot(a, b) * lc + dot(b, c) * la + dot(c, a) * lb
    return float(np.arctan2(above, below).sum() / (2 * np.pi))


def quietly(function, *arguments, **named):
    # cloud-volume says of every mesh that it merges no points beyond level 2, though it does.
    with contextlib.redirect_stdout(io.StringIO()):
        return function(*arguments, **named)


class Segments(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.volume = CloudVolume(f"graphene://{URL}/segmentation/table/{TABLE}", progress=False, secrets=TOKEN)
        cls.samples = switch("truth?n=45")["current"]

    def mesh(self, root):
        return quietly(self.volume.mesh.get, int(root))[int(root)]

    def whole(self, root):
        mesh = self.mesh(root)
        self.assertTrue((mesh.vertices % GRID == 0).all())
        self.assertEqual(set(edge_uses(mesh.faces)), {2}, f"the surface of {root} is not closed")
        self.assertGreater(volume(mesh), 0)
        return mesh

    def test_closed_and_about_the_level2_points(self):
        for root in self.samples[:6]:
            mesh = self.whole(root)
            for point in self.points(root)[:25]:
                self.assertGreater(winding(mesh, point), 0.5)

    def points(self, root):
        level2 = switch(f"truth?root={root}")["level2"]
        request = urllib.request.Request(
            f"{URL}/l2cache/api/v1/table/{TABLE}/attributes?attribute_names=rep_coord_nm",
            data=f'{{"l2_ids":[{",".join(level2)}]}}'.encode(),
            headers={"Authorization": f"Bearer {TOKEN}"},
        )
        with urllib.request.urlopen(request) as reply:
            return [np.array(entry["rep_coord_nm"], dtype=float) for entry in json.load(reply).values()]

    def test_the_largest(self):
        mesh = self.whole(720575941413124779)
        self.assertGreater(len(mesh.faces), 100_000)

    def test_other_data_sets(self):
        # Chunks of another size, volumes that begin elsewhere, pieces cut through and joined again.
        for stack, path in {"flywire_fafb_production": "1.0/fly_v31", "stroeh_mouse_retina": "table/stroeh_mouse_retina"}.items():
            other = CloudVolume(f"graphene://{URL}/segmentation/{path}", progress=False, secrets=TOKEN)
            for root in switch(f"truth?n=8&datastack={stack}")["current"]:
                mesh = quietly(other.mesh.get, int(root))[int(root)]
                self.assertEqual(set(edge_uses(mesh.faces)), {2}, f"the surface of {root} is not closed")

    def test_pieces_by_the_index_of_their_shard(self):
        # Never edited, so that every piece is in a shard.
        for piece in [int(node) for node in switch("truth?root=720575941524165453")["level2"][:5]]:
            listed = quietly(self.volume.mesh.get, piece)[piece]
            found = quietly(self.volume.mesh.get, piece, bypass=True)[piece]
            self.assertEqual(len(found.vertices), len(listed.vertices))
            self.assertTrue(np.array_equal(np.sort(found.vertices, axis=0), np.sort(listed.vertices, axis=0)))

    def test_after_edits(self):
        made = switch("edit", {"kind": "split", "root": self.samples[40], "share": 0.4})
        early = self.mesh(made["after"][0])
        self.assertIn(1, set(edge_uses(early.faces)), "pieces of an edit are there at once")
        switch("clock", {"advanceMs": 30_000})
        for half in made["after"]:
            self.whole(half)
        merged = switch("edit", {"kind": "merge", "root": made["after"][0], "with": self.samples[41]})
        switch("clock", {"advanceMs": 30_000})
        self.whole(merged["after"][0])

    def test_bounds(self):
        root = int(self.samples[2])
        point = self.points(root)[0] / [16, 16, 45]
        low = (point // [512, 512, 256] * [512, 512, 256]).astype(int)
        from cloudvolume import Bbox

        part = quietly(self.volume.mesh.get, root, bounding_box=Bbox(low, low + [512, 512, 256]))[root]
        self.assertLess(len(part.faces), len(self.mesh(root).faces))


class Buckets(unittest.TestCase):
    def test_swamps(self):
        swamps = CloudVolume(f"precomputed://{STORES}/c10s.pni.princeton.edu/tracers/swamps/banc/main", progress=False)
        meshes = swamps.mesh.get(list(range(1, 12)), fuse=False)
        for label in range(1, 12):
            mesh = meshes[label]
            self.assertEqual(set(edge_uses(mesh.faces)), {2})
            self.assertGreater(volume(mesh), 1e14)

    def test_outline(self):
        folder = "storage.googleapis.com/lee-lab_brain-and-nerve-cord-fly-connectome/region_outlines"
        with urllib.request.urlopen(f"{STORES}/{folder}/1:0") as reply:
            names = json.load(reply)["fragments"]
        self.assertEqual(len(names), 2)
        with urllib.request.urlopen(f"{STORES}/{folder}/{names[0]}") as reply:
            count = int.from_bytes(reply.read(4), "little")
        self.assertEqual(count, 642)


class Writing(unittest.TestCase):
    api = f"{STORES}/storage.googleapis.com"

    def call(self, path, method="GET", data=None, token=STORAGE_TOKEN, **headers):
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(f"{self.api}{path}", data=data, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request) as reply:
                return reply.status, reply.read(), reply.headers
        except urllib.error.HTTPError as error:
            return error.code, error.read(), error.headers

    def test_a_volume_written_here_is_read_by_cloud_volume(self):
        points = np.array([[0, 0, 0], [9000, 0, 0], [0, 9000, 0], [0, 0, 9000]], dtype="<f4")
        faces = np.array([[0, 2, 1], [0, 1, 3], [1, 2, 3], [0, 3, 2]], dtype="<u4")
        scale = {"key": "16_16_45", "resolution": [16, 16, 45], "size": [1000, 1000, 500], "voxel_offset": [0, 0, 0]}
        scale |= {"chunk_sizes": [[64, 64, 64]], "encoding": "raw"}
        info = {"type": "segmentation", "data_type": "uint64", "num_channels": 1, "mesh": "mesh", "scales": [scale]}
        files = {
            "info": json.dumps(info).encode(),
            "mesh/info": b'{"@type":"neuroglancer_legacy_mesh"}',
            "mesh/7:0": b'{"fragments":["7:0:1"]}',
            "mesh/7:0:1": (4).to_bytes(4, "little") + points.tobytes() + faces.tobytes(),
        }
        for name, data in files.items():
            path = f"/upload/storage/v1/b/tracer-volumes/o?uploadType=media&name={urllib.parse.quote('peer/' + name, safe='')}"
            self.assertEqual(self.call(path, "POST", data)[0], 200)
            self.assertEqual(self.call(path, "POST", data, token=None)[0], 401)
        mesh = CloudVolume(f"precomputed://{self.api}/tracer-volumes/peer", progress=False).mesh.get(7)
        mesh = mesh[7] if isinstance(mesh, dict) else mesh
        self.assertEqual(set(edge_uses(mesh.faces)), {2})
        self.assertAlmostEqual(volume(mesh), 9000**3 / 6, delta=1e3)
        status, body, _ = self.call("/storage/v1/b/tracer-volumes/o?prefix=peer/&delimiter=/")
        self.assertEqual((status, json.loads(body)["prefixes"]), (200, ["peer/mesh/"]))


if __name__ == "__main__":
    result = unittest.TextTestRunner(verbosity=1, stream=sys.stderr).run(
        unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__])
    )
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed - len(result.skipped)} passed, {failed} failed, {len(result.skipped)} skipped")
    sys.exit(1 if failed else 0)
