"""cloud-volume against our readers and writers of volumes. Environment: PEERS_DIR, filled by the two steps before."""
import json
import os
import sys

import numpy as np
import pytest
from cloudvolume import CloudVolume

sys.path.insert(0, os.path.dirname(__file__))
import make_buckets as made  # noqa: E402

FOLDER = os.path.abspath(os.environ["PEERS_DIR"])


def opened(name):
    return CloudVolume(f"file://{FOLDER}/{name}", progress=False, parallel=1)


@pytest.fixture(scope="module")
def answers():
    with open(os.path.join(FOLDER, "answers.json")) as file:
        return json.load(file)


def dense_hash(name):
    import hashlib

    cube = np.asarray(opened(name)[:, :, :])[..., 0].astype("<u8")
    return hashlib.sha256(cube.tobytes(order="F")).hexdigest()


@pytest.mark.parametrize("name", ["raw", "compressed", "compressed32", "sharded"])
def test_labels_are_read_as_cloud_volume_reads_them(answers, name):
    assert answers["labels"][name] == dense_hash(f"theirs/{name}")


@pytest.mark.parametrize("name", ["labels", "labels-sharded"])
def test_cloud_volume_reads_labels_of_ours(name):
    assert dense_hash(f"ours/{name}") == dense_hash("theirs/compressed")
    assert np.array_equal(np.asarray(opened(f"ours/{name}")[:, :, :])[..., 0], made.labels())


def corners(vertices, faces):
    """Triangles by their places, whatever order vertices and triangles have."""
    places = np.asarray(vertices, dtype=np.float64).reshape(-1, 3)[np.asarray(faces).reshape(-1, 3)]
    turned = [min(tuple(map(tuple, np.roll(t, k, 0))) for k in range(3)) for t in places]
    return np.array(sorted(turned))


def same(ours, theirs, tolerance=0.0):
    a, b = corners(*ours), corners(*theirs)
    assert a.shape == b.shape
    assert np.abs(a - b).max() <= tolerance


@pytest.mark.parametrize("label", made.MESHES)
def test_legacy_meshes_both_ways(answers, label):
    read = answers["meshes"]["meshes"][str(label)]
    same((read["vertices"], read["faces"]), made.mesh(label))
    for name in ["theirs/meshes", "ours/meshes"]:
        found = opened(name).mesh.get(label)
        found = found[label] if isinstance(found, dict) else found
        same((read["vertices"], read["faces"]), (found.vertices, found.faces))


@pytest.mark.parametrize("name", ["multires", "multires-sharded"])
@pytest.mark.parametrize("label", made.MESHES)
def test_multi_resolution_meshes(answers, name, label):
    read = answers["meshes"][name][str(label)]
    found = opened(f"theirs/{name}").mesh.get(label)[label]
    # cloud-volume places vertices in single precision: coordinates here are below 3,000 nm.
    ours = np.asarray(read["vertices"]).reshape(-1, 3)[np.asarray(read["faces"])]
    theirs = np.asarray(found.vertices, dtype=np.float64)[np.asarray(found.faces).ravel()]
    assert ours.shape == theirs.shape
    assert np.abs(ours - theirs).max() < 0.01


@pytest.mark.parametrize("name", ["skeletons", "skeletons-sharded"])
@pytest.mark.parametrize("label", made.SKELETONS)
def test_skeletons_both_ways(answers, name, label):
    truth = made.skeleton(label)
    read = answers["skeletons"][name][str(label)]
    assert np.array_equal(np.asarray(read["vertices"], np.float32).reshape(-1, 3), truth.vertices)
    assert np.array_equal(np.asarray(read["edges"]).reshape(-1, 2), truth.edges)
    assert np.array_equal(np.asarray(read["radius"], np.float32), truth.radius)
    assert np.array_equal(read["types"], truth.vertex_types)
    for owner in ["theirs", "ours"]:
        found = opened(f"{owner}/{name}").skeleton.get(label)
        assert np.array_equal(found.vertices, truth.vertices)
        assert np.array_equal(found.edges, truth.edges)
        assert np.array_equal(found.radius, truth.radius)
        assert np.array_equal(found.vertex_types, truth.vertex_types)
        assert np.isclose(found.cable_length(), truth.cable_length())


def test_an_info_of_ours_is_cloud_volumes_own():
    ours = opened("ours/meshes").info
    theirs = CloudVolume.create_new_info(
        num_channels=1,
        layer_type="segmentation",
        data_type="uint64",
        encoding="raw",
        resolution=made.RESOLUTION,
        voxel_offset=[int(v) for v in made.OFFSET],
        volume_size=[int(v) for v in made.SIZE],
        chunk_size=made.CHUNK,
        mesh="mesh",
    )
    assert ours == theirs
    assert opened("ours/meshes").provenance.description == "made for a test"
