"""Mesh files as trimesh and meshio read them, and grown meshes measured by trimesh; PEERS_DIR holds ours."""

import gzip
import io
import json
import os
import re

import meshio
import numpy as np
import pytest
import trimesh

FOLDER = os.environ["PEERS_DIR"]

with open(os.path.join(FOLDER, "files.json"), encoding="utf-8") as file:
    ABOUT = json.load(file)


def content(name):
    with open(os.path.join(FOLDER, name), "rb") as file:
        data = file.read()
    return (gzip.decompress(data), name[:-3]) if name.endswith(".gz") else (data, name)


def by_trimesh(name):
    """None where it refuses the file, or makes no mesh of it."""
    data, plain = content(name)
    try:
        mesh = trimesh.load(io.BytesIO(data), file_type=plain.rsplit(".", 1)[1], process=False, force="mesh")
    except Exception:
        return None
    return mesh if isinstance(mesh, trimesh.Trimesh) and len(mesh.faces) else None


def by_meshio(name):
    data, plain = content(name)
    path = os.path.join(FOLDER, f"plain-{plain}")
    with open(path, "wb") as file:
        file.write(data)
    try:
        return meshio.read(path)
    except (Exception, SystemExit):
        return None


def places(points):
    return {tuple(point) for point in np.asarray(points, dtype=float).reshape(-1, 3).tolist()}


# Ours cuts these along their outlines, trimesh as fans; it reads on after a number too many and after the index 2.5.
OTHER = {"concave-caps.obj", "concave-caps.ply", "bent-quad.obj"}


def test_corpus():
    """Whatever both read of the corpus is the same mesh; trimesh refuses marks, UTF-16, odd normals and some tails."""
    alike, only_ours, only_trimesh = [], [], []
    for entry in ABOUT["corpus"]:
        name, ours, theirs = entry["file"], entry["ours"], by_trimesh(entry["file"])
        if ours is None or theirs is None:
            (only_ours if ours else only_trimesh if theirs is not None else []).append(name)
            continue
        alike.append(name)
        if name in OTHER:
            assert places(theirs.vertices) == places(ours["points"]), name
        else:
            assert theirs.area == pytest.approx(ours["area"], rel=1e-9), name
            assert theirs.volume == pytest.approx(ours["volume"], rel=1e-9), name
    print(f"alike: {alike}, only ours reads: {only_ours}, only trimesh reads: {only_trimesh}")
    assert len(alike) >= 8


def trimesh_counts_back(name):
    """trimesh counts relative indices from the end of the file, not from the face."""
    data, plain = content(name)
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1")
    return plain.endswith(".obj") and re.search(r"(?m)^\s*f\s.*\s-\d", text) is not None


def meshio_takes_first_three(name):
    """meshio takes the first properties of a PLY as x, y, z, whatever their names."""
    data, plain = content(name)
    axes = re.findall(rb"property \S+ ([xyz])\s", data)
    return plain.endswith(".ply") and axes != [b"x", b"y", b"z"]


def test_spellings():
    """Whatever trimesh or meshio reads at all they read as ours does; trimesh has to read a third of it."""
    counts = {"trimesh": 0, "meshio": 0}
    other = []
    for entry in ABOUT["spellings"]:
        ours = entry["ours"]
        assert ours is not None, entry["file"]
        mesh = by_trimesh(entry["file"])
        if mesh is not None and not trimesh_counts_back(entry["file"]):
            counts["trimesh"] += 1
            if places(mesh.triangles) != places(ours["points"]) or abs(mesh.area - ours["area"]) > 1e-6 * ours["area"]:
                other.append(("trimesh", entry["file"]))
        plain = by_meshio(entry["file"])
        if plain is not None and len(plain.points) and not meshio_takes_first_three(entry["file"]):
            counts["meshio"] += 1
            if not places(ours["points"]) >= places(plain.points[:, :3]):
                other.append(("meshio", entry["file"]))
    print(f"read alike: {counts}, otherwise: {other}")
    assert not other
    assert counts["trimesh"] > len(ABOUT["spellings"]) / 3


@pytest.mark.parametrize("entry", ABOUT["grown"], ids=lambda entry: entry["name"])
def test_grown(entry):
    before, after = (by_trimesh(entry[name]) for name in ("before", "after"))
    assert after.is_watertight and after.is_winding_consistent and after.volume > 0
    rng = np.random.default_rng(7)
    chosen = rng.permutation(len(after.vertices))[:2000]
    distance = trimesh.proximity.closest_point(before, after.vertices[chosen])[1]
    # Within a third of a voxel; where the surface has sharp hollows or was shrunk, its edges are cut off between voxels.
    allowed = (entry["voxel"] or abs(entry["by"]) / 4) / 3
    far = np.abs(distance - abs(entry["by"])) > allowed
    assert far.mean() <= (0.05 if entry["by"] < 0 else 0.01), np.abs(distance - abs(entry["by"])).max()
