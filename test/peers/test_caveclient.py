"""The real Python client against the sandbox: every answer must equal the world's own truth.

Environment: SANDBOX_URL, SANDBOX_TOKEN; SANDBOX_EXPECTED, if set, is a JSON file of ids with answers that
somebody else computed for them (see compare_expected below).
"""

import datetime
import json
import os
import sys
import unittest
import urllib.request

import numpy as np
from caveclient import CAVEclient
from cloudvolume import CloudVolume

URL = os.environ["SANDBOX_URL"]
TOKEN = os.environ["SANDBOX_TOKEN"]
EXPECTED = os.environ.get("SANDBOX_EXPECTED", "")
STACK = "brain_and_nerve_cord"
LAYERS = 10


def switch(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{URL}/sandbox/{path}", data=data)) as reply:
        return json.load(reply)


def truth(root):
    return switch(f"truth?root={root}")


def utc_now():
    return datetime.datetime.now(datetime.timezone.utc)


class Peer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = CAVEclient(STACK, server_address=URL, auth_token=TOKEN, write_server_cache=False)
        cls.state = switch("state")
        cls.stale = [int(root) for root in cls.state["samples"]["stale"]]
        cls.current = [int(root) for root in cls.state["samples"]["current"]]
        # Neurons that tests may edit without spoiling the sample of another.
        cls.spare = switch("truth?n=60")["current"][30:]


class Info(Peer):
    def test_datastack_info(self):
        info = self.client.info.get_datastack_info()
        self.assertEqual(info["local_server"], URL)
        self.assertEqual(info["synapse_table"], "synapses_v2")
        self.assertEqual(list(self.client.info.viewer_resolution()), [4.0, 4.0, 45.0])
        self.assertIn(STACK, self.client.info.get_datastacks())

    def test_graph_info(self):
        self.assertEqual(self.client.chunkedgraph.segmentation_info["graph"]["n_layers"], LAYERS)
        self.assertEqual(list(self.client.chunkedgraph.base_resolution), [16, 16, 45])


class Graph(Peer):
    def test_is_latest_roots(self):
        answer = self.client.chunkedgraph.is_latest_roots(self.stale + self.current + [1, 720575941411111111])
        self.assertEqual(list(answer), [False] * len(self.stale) + [True] * len(self.current) + [False, False])

    def test_leaves_at_every_layer(self):
        for root in self.current[:3]:
            world = truth(root)
            supervoxels = self.client.chunkedgraph.get_leaves(root)
            self.assertEqual(len(supervoxels), world["supervoxels"])
            self.assertEqual([str(sv) for sv in supervoxels[:5]], world["first_supervoxels"])
            level2 = self.client.chunkedgraph.get_leaves(root, stop_layer=2)
            self.assertEqual(sorted(str(node) for node in level2), sorted(world["level2"]))
            for layer in range(3, LAYERS):
                for node in self.client.chunkedgraph.get_leaves(root, stop_layer=layer):
                    self.assertEqual(int(node) >> 56, layer)

    def test_leaves_many_equals_leaves(self):
        many = self.client.chunkedgraph.get_leaves_many(self.current[:4], stop_layer=2)
        for root in self.current[:4]:
            one = self.client.chunkedgraph.get_leaves(root, stop_layer=2)
            self.assertTrue(np.array_equal(np.sort(many[root]), np.sort(one)))

    def test_children_rebuild_the_root(self):
        graph = self.client.chunkedgraph
        seen = []
        stack = [self.current[0]]
        while stack:
            node = stack.pop()
            if node >> 56 == 2:
                seen.append(node)
            else:
                stack.extend(int(child) for child in graph.get_children(node))
        self.assertEqual(sorted(map(str, seen)), sorted(truth(self.current[0])["level2"]))

    def test_roots_of_supervoxels(self):
        for root in self.stale[:4]:
            supervoxels = self.client.chunkedgraph.get_leaves(root)
            owners, counts = np.unique(self.client.chunkedgraph.get_roots(supervoxels), return_counts=True)
            found = {str(owner): int(count) for owner, count in zip(owners, counts)}
            expected = {entry["id"]: entry["supervoxels"] for entry in truth(root)["candidates"]}
            self.assertEqual(found, expected)

    def test_roots_pass_through(self):
        ids = np.array([0, self.stale[0], self.current[0]], dtype=np.uint64)
        self.assertEqual(list(self.client.chunkedgraph.get_roots(ids)), [0, self.stale[0], self.current[0]])

    def test_suggest_latest_roots(self):
        # At the coarse default layer stale nodes may vote for old roots: at supervoxels the answer is exact.
        for root in self.stale[:8]:
            roots, shares = self.client.chunkedgraph.suggest_latest_roots(
                root, stop_layer=1, return_all=True, return_fraction_overlap=True
            )
            candidates = truth(root)["candidates"]
            self.assertEqual([int(entry["id"]) for entry in candidates][0], int(roots[0]))
            self.assertEqual(
                sorted((entry["id"], entry["share"]) for entry in candidates),
                sorted((str(r), float(f)) for r, f in zip(roots, shares)),
            )

    def test_latest_and_original_roots(self):
        for root in self.stale[:5]:
            latest = {str(r) for r in self.client.chunkedgraph.get_latest_roots(root)}
            self.assertTrue({entry["id"] for entry in truth(root)["candidates"]} <= latest)
        for root in self.current[:5]:
            originals = {str(r) for r in self.client.chunkedgraph.get_original_roots(root)}
            self.assertEqual(originals, set(truth(root)["originals"]))

    def test_root_timestamps(self):
        times = self.client.chunkedgraph.get_root_timestamps(self.current[:5])
        for root, time in zip(self.current, times):
            self.assertEqual(round(time.timestamp() * 1000), truth(root)["created_ms"])
        ends = self.client.chunkedgraph.get_root_timestamps(self.stale[:3], latest=True)
        for root, time in zip(self.stale, ends):
            self.assertGreater(time.timestamp() * 1000, truth(root)["created_ms"])

    def test_tabular_change_log(self):
        roots = self.current[:6]
        logs = self.client.chunkedgraph.get_tabular_change_log(roots, filtered=False)
        for root in roots:
            operations = truth(root)["operations"]
            log = logs[root]
            self.assertEqual(list(log["operation_id"]), [op["id"] for op in operations])
            self.assertEqual(list(log["timestamp"]), [op["time_ms"] for op in operations])
            self.assertEqual(list(log["is_merge"]), [op["kind"] == "merge" for op in operations])
            if operations:
                self.assertEqual(list(log["user_name"]), [op["user_name"] for op in operations])
            for before, op in zip(log["before_root_ids"], operations):
                self.assertEqual([str(r) for r in before], op["before"])

    def test_operation_details(self):
        operations = [op for root in self.current[:6] for op in truth(root)["operations"]]
        details = self.client.chunkedgraph.get_operation_details([op["id"] for op in operations])
        for op in operations:
            detail = details[str(op["id"])]
            self.assertEqual("added_edges" in detail, op["kind"] == "merge")
            self.assertEqual("removed_edges" in detail, op["kind"] == "split")
            self.assertEqual(detail["source_coords"], [op["source"]])
            self.assertEqual([str(r) for r in detail["roots"]], op["after"])

    def test_valid_nodes_and_deltas(self):
        valid = self.client.chunkedgraph.is_valid_nodes([self.current[0], self.stale[0], 720575941411111111])
        self.assertEqual(list(valid), [True, True, False])
        operation = switch("edit", {"kind": "split", "share": 0.4, "root": self.spare[0]})
        before = datetime.datetime.fromtimestamp(operation["time"] / 1000 - 1, datetime.timezone.utc)
        old, new = self.client.chunkedgraph.get_delta_roots(before)
        self.assertIn(int(operation["before"][0]), [int(r) for r in old])
        self.assertTrue({int(r) for r in operation["after"]} <= {int(r) for r in new})

    def test_level2_graph_is_connected(self):
        root = self.current[1]
        edges = self.client.chunkedgraph.level2_chunk_graph(root)
        nodes = {node for edge in edges for node in edge}
        self.assertEqual(sorted(map(str, nodes)), sorted(truth(root)["level2"]))

    def test_edit_now(self):
        root = int(self.spare[1])
        operation = switch("edit", {"kind": "split", "root": str(root), "share": 0.5})
        self.assertEqual(list(self.client.chunkedgraph.is_latest_roots([root])), [False])
        best = self.client.chunkedgraph.suggest_latest_roots(root, stop_layer=1)
        self.assertIn(str(best), operation["after"])
        level2 = self.client.chunkedgraph.get_leaves(root, stop_layer=2)
        self.assertEqual(len(level2), len(truth(root)["level2"]))


class Watershed(Peer):
    # Published: points in voxels of 4 x 4 x 45 nm, and the supervoxels there.
    points = {
        (128563, 169944, 4093): 76426092181762338,
        (136207, 175201, 4812): 76707773517849702,
        (101370, 215228, 5264): 75512879390421881,
    }

    def test_supervoxels_at_points(self):
        volume = CloudVolume(f"precomputed://{URL}/stores/storage.googleapis.com/wclee-fly-cns-001-pcg/ws", progress=False)
        for (x, y, z), supervoxel in self.points.items():
            x, y = x // 4, y // 4
            self.assertEqual(int(volume[x : x + 1, y : y + 1, z : z + 1][0, 0, 0, 0]), supervoxel)
            around = np.unique(volume[x - 60 : x + 60, y - 60 : y + 60, z - 20 : z + 20])
            owners = self.client.chunkedgraph.get_roots(around[around > 0])
            self.assertNotIn(0, [int(owner) for owner in owners])


class Level2(Peer):
    def test_volume(self):
        self.assertTrue(self.client.l2cache.has_cache())
        for root in self.current[:4]:
            world = truth(root)
            data = self.client.l2cache.get_l2data([int(n) for n in world["level2"]], attributes=["size_nm3"])
            self.assertEqual(sum(entry["size_nm3"] for entry in data.values()), world["volume_nm3"])

    def test_table(self):
        level2 = [int(n) for n in truth(self.current[0])["level2"]]
        table = self.client.l2cache.get_l2data_table(level2)
        self.assertEqual(len(table), len(level2))
        self.assertIn("rep_coord_nm_x", table.columns)


class Tables(Peer):
    def synapses(self, root):
        return truth(root)["synapses"]

    def test_versions_and_metadata(self):
        mat = self.client.materialize
        self.assertGreaterEqual(len(mat.get_versions()), 2)
        self.assertIn("synapses_v2", mat.get_tables())
        metadata = mat.get_table_metadata("cell_info")
        self.assertEqual(metadata["voxel_resolution"], [4.0, 4.0, 45.0])
        self.assertEqual(metadata["schema"], "bound_double_tag_user")
        self.assertGreater(mat.get_annotation_count("synapses_v2"), 100_000)

    def test_query_table(self):
        mat = self.client.materialize
        root = 720575941609391725
        rows = mat.query_table("synapses_v2", filter_in_dict={"pre_pt_root_id": [root]})
        self.assertEqual(len(rows), 291)
        self.assertTrue((rows["pre_pt_root_id"] == root).all())
        self.assertEqual(rows["pre_pt_supervoxel_id"].dtype, np.int64)
        self.assertEqual(len(rows["pre_pt_position"].iloc[0]), 3)
        inputs = mat.query_table("synapses_v2", filter_equal_dict={"post_pt_root_id": root}, split_positions=True)
        self.assertEqual(len(inputs), 45)
        self.assertIn("post_pt_position_x", inputs.columns)

    def test_empty_answer(self):
        rows = self.client.materialize.query_table("synapses_v2", filter_in_dict={"pre_pt_root_id": [123]})
        self.assertEqual(len(rows), 0)

    def test_root_ids_belong_to_their_version(self):
        mat = self.client.materialize
        for version in mat.get_versions():
            rows = mat.query_table("cell_info", limit=40, materialization_version=version)
            time = mat.get_version_metadata(version)["time_stamp"]
            owners = self.client.chunkedgraph.get_roots(rows["pt_supervoxel_id"], timestamp=time)
            self.assertEqual([int(r) for r in owners], [int(r) for r in rows["pt_root_id"]])

    def test_live_live_query(self):
        mat = self.client.materialize
        root = next(r for r in self.current if self.synapses(r)["out"] > 0)
        rows = mat.live_live_query("synapses_v2", utc_now(), filter_in_dict={"synapses_v2": {"pre_pt_root_id": [root]}})
        self.assertEqual(len(rows), self.synapses(root)["out"])

    def test_live_refuses_stale_roots(self):
        with self.assertRaises(Exception) as caught:
            self.client.materialize.live_live_query(
                "synapses_v2", utc_now(), filter_in_dict={"synapses_v2": {"pre_pt_root_id": [self.stale[0]]}}
            )
        self.assertIn("not valid", str(caught.exception))

    def test_proofread(self):
        mat = self.client.materialize
        for root in self.current[:12]:
            said = truth(root)["proofread"]
            filters = {"backbone_proofread": {"pt_root_id": [root]}}
            rows = mat.live_live_query("backbone_proofread", utc_now(), filter_in_dict=filters)
            self.assertEqual([bool(v) for v in rows["proofread"]], said)

    def test_reference_table_joins(self):
        rows = self.client.materialize.query_table("cell_ids", limit=20)
        self.assertIn("pt_root_id", rows.columns)
        self.assertIn("tag_ref", rows.columns)
        self.assertTrue((rows["target_id"] == rows["id_ref"]).all())

    def test_unique_strings(self):
        values = self.client.materialize.get_unique_string_values("cell_info")
        self.assertIn("ascending", values["tag"])

    def test_row_cap_is_said(self):
        switch("faults", {"rowCap": 7})
        try:
            rows = self.client.materialize.query_table("cell_info")
        finally:
            switch("faults", {})
        self.assertEqual(len(rows), 7)

    def test_annotation(self):
        self.assertIn("cell_info", self.client.annotation.get_tables())
        self.assertEqual(self.client.annotation.get_table_metadata("cell_info")["schema_type"], "bound_double_tag_user")
        self.assertIn("synapse", self.client.schema.get_schemas())


class Skeletons(Peer):
    published = {720575941490813872: 1712022.370770976, 720575941533316995: 2109110.992525338}

    @staticmethod
    def length(skeleton):
        points = np.asarray(skeleton["vertices"], dtype=float)
        edges = np.asarray(skeleton["edges"], dtype=int)
        return float(np.sqrt(((points[edges[:, 0]] - points[edges[:, 1]]) ** 2).sum(axis=1)).sum())

    def test_single(self):
        for root, length in self.published.items():
            skeleton = self.client.skeleton.get_skeleton(root, output_format="dict")
            self.assertEqual(self.length(skeleton), length)
            self.assertEqual(len(skeleton["edges"]), len(skeleton["vertices"]) - 1)
            self.assertEqual([str(n) for n in skeleton["lvl2_ids"]], truth(root)["level2"])

    def test_swc(self):
        root, length = next(iter(self.published.items()))
        table = self.client.skeleton.get_skeleton(root, output_format="swc")
        parents = table[table["parent"] >= 0]
        ends = table.set_index("id").loc[parents["parent"], ["x", "y", "z"]].to_numpy()
        swc_length = np.sqrt(((parents[["x", "y", "z"]].to_numpy() - ends) ** 2).sum(axis=1)).sum()
        self.assertAlmostEqual(swc_length * 1000, length, delta=5)

    def test_bulk(self):
        roots = list(self.published)
        found = self.client.skeleton.get_bulk_skeletons(roots, output_format="dict")
        for root, length in self.published.items():
            self.assertAlmostEqual(self.length(found[str(root)]), length, delta=1e-6)

    def test_cached_bulk_and_existence(self):
        exist = self.client.skeleton.skeletons_exist(root_ids=self.current)
        found = self.client.skeleton.fetch_skeletons(root_ids=self.current, output_format="dict")
        self.assertEqual({int(k) for k, v in exist.items() if v}, {int(k) for k in found})

    def test_generation(self):
        missing = [root for root, there in self.client.skeleton.skeletons_exist(root_ids=self.current).items() if not there]
        if missing:
            self.assertEqual(self.client.skeleton.generate_bulk_skeletons_async([missing[0]]), 60)


class States(Peer):
    def test_upload_and_download(self):
        state = {"layers": [{"type": "segmentation", "segments": [str(self.current[0])]}], "position": [1.5, 2, 3]}
        number = self.client.state.upload_state_json(state)
        self.assertEqual(self.client.state.get_state_json(number), state)
        link = self.client.state.build_neuroglancer_url(number, ngl_url="https://spelunker.cave-explorer.org", target_site="spelunker")
        self.assertEqual(link, f"https://spelunker.cave-explorer.org/#!middleauth+{URL}/nglstate/api/v1/{number}")


class Refusals(Peer):
    def test_tokens(self):
        for user in self.state["users"]:
            client = lambda: CAVEclient(STACK, server_address=URL, auth_token=user["token"], write_server_cache=False)
            if user["may_view"] and not user["missing_terms"]:
                client()
                continue
            with self.assertRaises(Exception) as caught:
                client()
            self.assertIn("missing_tos" if user["missing_terms"] else "missing_permission", str(caught.exception))


class Expected(Peer):
    """Answers that somebody else computed: {"<root id>": {"<truth key>": value, …}, …}."""

    @unittest.skipIf(EXPECTED == "", "SANDBOX_EXPECTED names no file")
    def test_compare_expected(self):
        with open(EXPECTED, encoding="utf-8") as file:
            answers = json.load(file)
        for root, answer in answers.items():
            world = truth(root)
            for key, value in answer.items():
                self.assertEqual(value, world[key], f"{key} of {root}")


if __name__ == "__main__":
    result = unittest.TextTestRunner(verbosity=1, stream=sys.stderr).run(
        unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__])
    )
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed - len(result.skipped)} passed, {failed} failed, {len(result.skipped)} skipped")
    sys.exit(1 if failed else 0)
