"""Times trimesh's filling with voxels and its smoothing: one JSON request a line, one JSON answer a line."""

import json
import sys

import numpy as np
import trimesh
from stopwatch import Stopwatch


def fill(vertices, faces, request):
    voxel = np.array(request["voxel"])
    # It knows cubes alone: the mesh is stretched until its voxels are.
    mesh = trimesh.Trimesh(vertices / voxel, faces, process=False)
    watch = Stopwatch()
    grid = mesh.voxelized(pitch=1.0).fill()
    count = grid.filled_count
    times = watch.read()
    return {**times, "volume": float(count * voxel.prod())}


def smooth(vertices, faces, request):
    mesh = trimesh.Trimesh(vertices, faces, process=False)
    watch = Stopwatch()
    trimesh.smoothing.filter_taubin(mesh, lamb=0.5, nu=0.53, iterations=request["passes"])
    times = watch.read()
    return {**times, "volume": float(mesh.volume)}


for line in sys.stdin:
    request = json.loads(line)
    vertices = np.fromfile(request["vertices"]).reshape(-1, 3)
    faces = np.fromfile(request["faces"], dtype=np.uint32).reshape(-1, 3)
    work = {"fill": fill, "smooth": smooth}[request["what"]]
    print(json.dumps(work(vertices, faces, request)), flush=True)
