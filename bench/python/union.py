"""Times a union by manifold3d, arrays to arrays: one JSON request a line, one JSON answer a line."""

import json
import sys

import manifold3d
import numpy as np
from stopwatch import Stopwatch

for line in sys.stdin:
    meshes = [
        (np.fromfile(vertices).reshape(-1, 3), np.fromfile(faces, np.uint32).reshape(-1, 3))
        for vertices, faces in json.loads(line)["files"]
    ]
    watch = Stopwatch()
    middle = np.round(np.mean([vertices.mean(axis=0) for vertices, _ in meshes], axis=0))
    solids = [
        manifold3d.Manifold(manifold3d.Mesh((vertices - middle).astype(np.float32), faces))
        for vertices, faces in meshes
    ]
    made = manifold3d.Manifold.batch_boolean(solids, manifold3d.OpType.Add)
    faces = len(made.to_mesh().tri_verts)
    times = watch.read()
    print(json.dumps({**times, "faces": faces, "volume": made.volume()}), flush=True)
