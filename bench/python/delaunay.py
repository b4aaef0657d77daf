"""Times scipy's Delaunay, and an alpha shape made of it: one JSON request a line, one JSON answer a line."""

import collections
import json
import sys

import numpy as np
import trimesh
from scipy.spatial import Delaunay, cKDTree
from stopwatch import Stopwatch


def circumradii(points, tets):
    """The centre c solves 2 (p_i - p_0) . c = |p_i - p_0|^2; one by one where some tetrahedron is flat."""
    edges = points[tets[:, 1:]] - points[tets[:, :1]]
    squares = (edges**2).sum(axis=2)
    try:
        return np.linalg.norm(np.linalg.solve(2 * edges, squares[..., None])[..., 0], axis=1)
    except np.linalg.LinAlgError:
        radii = np.full(len(tets), np.inf)
        for i, (matrix, right) in enumerate(zip(2 * edges, squares)):
            try:
                radii[i] = np.linalg.norm(np.linalg.solve(matrix, right))
            except np.linalg.LinAlgError:
                pass
        return radii


def surface(tets):
    """The faces of exactly one of these tetrahedra."""
    counts = collections.Counter()
    for tet in tets:
        a, b, c, d = sorted(tet)
        counts.update(((a, b, c), (a, b, d), (a, c, d), (b, c, d)))
    return [face for face, count in counts.items() if count == 1]


def is_closed(faces):
    counts = collections.Counter()
    for a, b, c in faces:
        counts.update(((a, b), (a, c), (b, c)))
    return all(count == 2 for count in counts.values())


def parts(faces):
    """How many sets of faces that share no vertex."""
    faces = np.asarray(faces)
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [0, 2]]])
    return len(trimesh.graph.connected_components(edges, nodes=np.unique(faces), min_len=1))


def alpha_shape(points):
    tets = Delaunay(points).simplices
    radii = circumradii(points, tets)
    alpha = 1.5 * np.median(cKDTree(points).query(points, k=2)[0][:, 1])
    single = None
    for _ in range(15):
        faces = surface(tets[radii < alpha].tolist())
        if faces and parts(faces) == 1:
            if single is None:
                single = (alpha, faces)
            if is_closed(faces):
                single = (alpha, faces)
                break
        alpha *= 1.5
    if single is None:
        raise ValueError("no single surface")
    mesh = trimesh.Trimesh(points, single[1], process=False)
    mesh.remove_unreferenced_vertices()
    mesh.fix_normals()
    return single[0], mesh


def flat(points, tets):
    corners = points[tets]
    volumes = np.linalg.det(corners[:, 1:] - corners[:, :1])
    return int((np.abs(volumes) < 1e-6 * np.abs(volumes).mean()).sum())


if __name__ == "__main__":
    flats = {}
    for line in sys.stdin:
        request = json.loads(line)
        points = np.fromfile(request["file"]).reshape(-1, 3)
        watch = Stopwatch()
        if request["what"] == "delaunay":
            made = Delaunay(points)
            answer = {**watch.read(), "tets": len(made.simplices)}
            if request["file"] not in flats:
                flats[request["file"]] = flat(points, made.simplices)
            answer["flat"] = flats[request["file"]]
        else:
            alpha, mesh = alpha_shape(points)
            answer = {**watch.read(), "alpha": float(alpha)}
            answer.update(faces=len(mesh.faces), volume=float(abs(mesh.volume)))
        print(json.dumps(answer), flush=True)
