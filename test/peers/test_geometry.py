"""Hulls, tetrahedra, alpha shapes and unions made again by scipy, trimesh and manifold3d; PEERS_DIR holds ours."""

import json
import os
import sys

import manifold3d
import numpy as np
import pytest
import trimesh
from scipy.spatial import ConvexHull, Delaunay

FOLDER = os.environ["PEERS_DIR"]
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../bench/python"))
import delaunay as pipeline  # noqa: E402

with open(os.path.join(FOLDER, "geometry.json"), encoding="utf-8") as file:
    ABOUT = json.load(file)

GENERAL = ABOUT["general"]
ALL = GENERAL + ABOUT["tied"]


def numbers(name, dtype, width):
    return np.fromfile(os.path.join(FOLDER, name), dtype).reshape(-1, width)


def points_of(name):
    return numbers(f"{name}.points", "<f8", 3)


def mesh_of(name):
    vertices, faces = numbers(f"{name}.vertices", "<f8", 3), numbers(f"{name}.faces", "<u4", 3)
    return trimesh.Trimesh(vertices, faces.astype(np.int64), process=False)


def rows(values):
    return set(map(tuple, np.asarray(values).tolist()))


def face_set(mesh):
    """Faces by the coordinates of their corners."""
    return {tuple(sorted(map(tuple, corners))) for corners in mesh.triangles.tolist()}


def six_volumes(points, tets):
    edges = points[tets[:, 1:]] - points[tets[:, :1]]
    return np.linalg.det(edges)


@pytest.mark.parametrize("name", ALL)
def test_hull(name):
    ours, theirs = mesh_of(f"{name}.hull"), ConvexHull(points_of(name))
    assert ours.is_watertight and ours.is_winding_consistent and ours.euler_number == 2
    assert ours.volume == pytest.approx(theirs.volume, rel=1e-11)
    assert ours.area == pytest.approx(theirs.area, rel=1e-11)
    corners = rows(ours.vertices)
    if name in GENERAL:
        assert corners == rows(points_of(name)[theirs.vertices])
        assert len(ours.faces) == len(theirs.simplices)
    else:
        assert corners <= rows(points_of(name)[theirs.vertices])


@pytest.mark.parametrize("name", GENERAL)
def test_same_tetrahedra(name):
    points, ours = numbers(f"{name}.distinct", "<f8", 3), numbers(f"{name}.tets", "<u4", 4)
    made = Delaunay(points).simplices
    # Where four of its points rounded onto one plane scipy leaves tetrahedra without a volume.
    theirs = made[np.abs(six_volumes(points, made)) > 1e-9 * np.median(np.abs(six_volumes(points, made)))]
    assert len(theirs) > 0.99 * len(made)
    assert rows(np.sort(ours, axis=1)) == rows(np.sort(theirs, axis=1))


@pytest.mark.parametrize("name", ALL)
def test_tetrahedra_fill_the_hull(name):
    points, tets = numbers(f"{name}.distinct", "<f8", 3), numbers(f"{name}.tets", "<u4", 4)
    volumes = six_volumes(points, tets)
    assert (volumes < 0).all()
    assert -volumes.sum() / 6 == pytest.approx(ConvexHull(points).volume, rel=1e-9)


@pytest.mark.parametrize("name", ABOUT["alphas"])
def test_alpha_shape(name):
    alpha, theirs = pipeline.alpha_shape(points_of(name))
    ours = mesh_of(f"{name}.alpha")
    assert ABOUT["alphas"][name] == pytest.approx(alpha, rel=1e-12)
    assert face_set(ours) == face_set(theirs)
    assert ours.is_watertight and ours.is_winding_consistent
    assert ours.volume == pytest.approx(abs(theirs.volume), rel=1e-9)


@pytest.mark.parametrize("name", ABOUT["unions"])
def test_union(name):
    ours = mesh_of(f"{name}.union")
    parts = [mesh_of(part) for part in ABOUT["unions"][name]]
    # In single precision, as the outside library takes them, but about their middle.
    middle = np.round(np.concatenate([part.bounds for part in parts]).mean(axis=0))
    solids = [
        manifold3d.Manifold(
            manifold3d.Mesh((part.vertices - middle).astype(np.float32), part.faces.astype(np.uint32))
        )
        for part in parts
    ]
    theirs = manifold3d.Manifold.batch_boolean(solids, manifold3d.OpType.Add)
    assert ours.is_watertight and ours.is_winding_consistent
    assert ours.volume == pytest.approx(theirs.volume(), rel=1e-6)
    assert ours.area == pytest.approx(theirs.surface_area(), rel=1e-6)
    assert max(part.volume for part in parts) <= ours.volume * (1 + 1e-9)
    assert ours.volume <= sum(part.volume for part in parts) * (1 + 1e-6)
