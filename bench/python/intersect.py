"""Times ways to intersect segments with a mesh: one JSON request a line, one JSON answer a line.

plain:   two loops over tuples, cross and dot products as functions, the determinants of Moeller and Trumbore.
inlined: the same with every product written out.
numpy:   the same, all triangles at once, segment by segment.
trimesh: trimesh's ray queries, which walk an R-tree; the tree is timed apart.
"""

import json
import sys
import time

import numpy as np


def cross(a, b):
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def dot(a, b):
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def less(a, b):
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def meets(p, q, a, b, c):
    d, e, f = less(q, p), less(b, a), less(c, a)
    h = cross(d, f)
    det = dot(e, h)
    if det == 0:
        return False
    s = less(p, a)
    u = dot(s, h) / det
    if u < 0 or u > 1:
        return False
    k = cross(s, e)
    v = dot(d, k) / det
    if v < 0 or u + v > 1:
        return False
    return 0 <= dot(f, k) / det <= 1


def plain(segments, triangles):
    segments = [(tuple(x[:3]), tuple(x[3:])) for x in segments]
    triangles = [(tuple(x[:3]), tuple(x[3:6]), tuple(x[6:])) for x in triangles]
    return [
        (i, j)
        for i, (p, q) in enumerate(segments)
        for j, (a, b, c) in enumerate(triangles)
        if meets(p, q, a, b, c)
    ]


def inlined(segments, triangles):
    hits = []
    for i, (px, py, pz, qx, qy, qz) in enumerate(segments):
        dx, dy, dz = qx - px, qy - py, qz - pz
        for j, (ax, ay, az, bx, by, bz, cx, cy, cz) in enumerate(triangles):
            ex, ey, ez = bx - ax, by - ay, bz - az
            fx, fy, fz = cx - ax, cy - ay, cz - az
            hx, hy, hz = dy * fz - dz * fy, dz * fx - dx * fz, dx * fy - dy * fx
            det = ex * hx + ey * hy + ez * hz
            if det == 0:
                continue
            sx, sy, sz = px - ax, py - ay, pz - az
            u = (sx * hx + sy * hy + sz * hz) / det
            if u < 0 or u > 1:
                continue
            kx, ky, kz = sy * ez - sz * ey, sz * ex - sx * ez, sx * ey - sy * ex
            v = (dx * kx + dy * ky + dz * kz) / det
            if v < 0 or u + v > 1:
                continue
            t = (fx * kx + fy * ky + fz * kz) / det
            if 0 <= t <= 1:
                hits.append((i, j))
    return hits


def vectorised(segments, triangles):
    hits = []
    a = triangles[:, 0]
    e = triangles[:, 1] - a
    f = triangles[:, 2] - a
    for i, segment in enumerate(segments):
        d = segment[3:] - segment[:3]
        h = np.cross(d, f)
        det = np.einsum("ij,ij->i", e, h)
        with np.errstate(divide="ignore", invalid="ignore"):
            s = segment[:3] - a
            u = np.einsum("ij,ij->i", s, h) / det
            k = np.cross(s, e)
            v = k @ d / det
            t = np.einsum("ij,ij->i", f, k) / det
        met = (det != 0) & (u >= 0) & (v >= 0) & (u + v <= 1) & (t >= 0) & (t <= 1)
        hits.extend((i, int(j)) for j in np.flatnonzero(met))
    return hits


def by_trimesh(mesh, segments):
    start = time.perf_counter()
    tree = mesh.triangles_tree
    built = time.perf_counter()
    d = segments[:, 3:] - segments[:, :3]
    from trimesh.ray.ray_triangle import RayMeshIntersector

    face, ray, place = RayMeshIntersector(mesh).intersects_id(
        segments[:, :3], d, multiple_hits=True, return_locations=True
    )
    along = np.einsum("ij,ij->i", place - segments[ray, :3], d[ray]) / np.einsum("ij,ij->i", d[ray], d[ray])
    keep = along <= 1
    done = time.perf_counter()
    del tree
    hits = [(int(r), int(f)) for r, f in zip(ray[keep], face[keep])]
    return hits, 1000 * (built - start), 1000 * (done - built)


for line in sys.stdin:
    asked = json.loads(line)
    vertices = np.fromfile(asked["vertices"]).reshape(-1, 3)
    faces = np.fromfile(asked["faces"], dtype="<u4").reshape(-1, 3)
    segments = np.fromfile(asked["segments"]).reshape(-1, 6)
    answer = {}
    if asked["way"] == "trimesh":
        import trimesh

        mesh = trimesh.Trimesh(vertices, faces.astype(np.int64), process=False)
        hits, built, queried = by_trimesh(mesh, segments)
        answer = {"ms": built + queried, "built": built, "queried": queried}
    else:
        triangles = vertices[faces.astype(np.int64)]
        if asked["way"] in ("plain", "inlined"):
            work = plain if asked["way"] == "plain" else inlined
            first, second = segments.tolist(), triangles.reshape(-1, 9).tolist()
        else:
            work, first, second = vectorised, segments, triangles
        start = time.perf_counter()
        hits = work(first, second)
        answer = {"ms": 1000 * (time.perf_counter() - start)}
    print(json.dumps({**answer, "hits": sorted(hits)}), flush=True)
