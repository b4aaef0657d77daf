"""Times trees over a mesh and all hits of segments: one JSON request a line, one JSON answer a line.

embree: Intel's tree in single precision, asked by trimesh for all hits of all rays at once, cut to the segments.
cgal:   CGAL's tree over triangles, asked for the triangles of each segment; segments are made before.
"""

import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "python"))
from stopwatch import Stopwatch  # noqa: E402


def embree(vertices, faces, segments, _files):
    import trimesh
    from trimesh.ray.ray_pyembree import RayMeshIntersector

    # A new mesh each time: it keeps its tree.
    mesh = trimesh.Trimesh(vertices, faces.astype(np.int64), process=False)
    watch = Stopwatch()
    d = segments[:, 3:] - segments[:, :3]
    _face, ray, place = RayMeshIntersector(mesh).intersects_id(
        segments[:, :3], d, multiple_hits=True, return_locations=True
    )
    along = np.einsum("ij,ij->i", place - segments[ray, :3], d[ray]) / np.einsum("ij,ij->i", d[ray], d[ray])
    return watch.read(), int((along <= 1).sum())


made = {}


def cgal(vertices, faces, segments, files):
    from CGAL.CGAL_AABB_tree import AABB_tree_Triangle_3_soup
    from CGAL.CGAL_Kernel import Point_3, Segment_3, Triangle_3

    if files not in made:
        made.clear()
        points = [Point_3(*place) for place in vertices.tolist()]
        triangles = [Triangle_3(points[a], points[b], points[c]) for a, b, c in faces.tolist()]
        bones = [Segment_3(Point_3(*bone[:3]), Point_3(*bone[3:])) for bone in segments.tolist()]
        made[files] = (triangles, bones)
    triangles, bones = made[files]
    watch = Stopwatch()
    tree = AABB_tree_Triangle_3_soup(triangles)
    hits = sum(tree.number_of_intersected_primitives(bone) for bone in bones)
    return watch.read(), hits


for line in sys.stdin:
    asked = json.loads(line)
    files = (asked["vertices"], asked["faces"], asked["segments"])
    vertices = np.fromfile(files[0]).reshape(-1, 3)
    faces = np.fromfile(files[1], dtype="<u4").reshape(-1, 3)
    segments = np.fromfile(files[2]).reshape(-1, 6)
    times, hits = {"embree": embree, "cgal": cgal}[asked["way"]](vertices, faces, segments, files)
    print(json.dumps({**times, "hits": hits}), flush=True)
