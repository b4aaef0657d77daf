"""Times a union by manifold3d, arrays to arrays: one JSON request a line, one JSON answer a line."""

import json
import sys
import time

import manifold3d
import numpy as np

for line in sys.stdin:
    meshes = [
        (np.fromfile(vertices).reshape(-1, 3), np.fromfile(faces, np.uint32).reshape(-1, 3))
        for vertices, faces in json.loads(line)["files"]
    ]
    start = time.perf_counter()
    middle = np.round(np.mean([vertices.mean(axis=0) for vertices, _ in meshes], axis=0))
    solids = [
        manifold3d.Manifold(manifold3d.Mesh((vertices - middle).astype(np.float32), faces))
        for vertices, faces in meshes
    ]
    made = manifold3d.Manifold.batch_boolean(solids, manifold3d.OpType.Add)
    faces = len(made.to_mesh().tri_verts)
    ms = 1000 * (time.perf_counter() - start)
    print(json.dumps({"ms": ms, "faces": faces, "volume": made.volume()}), flush=True)
