"""Writes the HDF5 files beside it with h5py (3.16 here), in the way of SkeletonService's own writer. For the tests of src/cave/hdf5.ts."""

import gzip
import io
import json
import pathlib

import h5py
import numpy as np

HERE = pathlib.Path(__file__).parent


def skeleton(n, soma=None, **options):
    rng = np.random.default_rng(n)
    vertices = np.cumsum(rng.integers(-300, 300, (n, 3)) / 2, axis=0) + np.array([500000.0, 600000.0, 200000.0])
    edges = np.array([[i, int(rng.integers(max(0, i - 5), i))] for i in range(1, n)], dtype=np.int64).reshape(-1, 2)
    radius = [float(x) for x in rng.integers(50, 900, n) / 8]
    if n > 2:
        radius[1], radius[2] = float("nan"), float("inf")
    compartment = [int(x) for x in rng.integers(2, 4, n)]
    root = int(n * 0.75)
    compartment[root] = 1 if root else compartment[root]
    meta = {"root_id": 720575941519923628, **{f"soma_pt_{k}": v for k, v in zip("xyz", soma or [None] * 3)}}
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        file.attrs["file_version"] = 2
        file.create_dataset("vertices", data=vertices, **{"compression": "gzip", **options.get("vertices", {})})
        file.create_dataset("edges", data=edges, **{"compression": "gzip", **options.get("edges", {})})
        file.create_dataset("meta", data=np.bytes_(json.dumps(meta)))
        file.create_dataset("mesh_to_skel_map", data=np.arange(n), compression="gzip")
        file.create_dataset("lvl2_ids", data=np.arange(n, dtype=np.uint64) + np.uint64(160032475051983415), compression="gzip")
        group = file.create_group("vertex_properties")
        group.create_dataset("radius", data=json.dumps(radius))
        group.create_dataset("compartment", data=json.dumps(compartment))
        file.create_dataset("root", data=root)
    length = np.sqrt(((vertices[edges[:, 0]] - vertices[edges[:, 1]]) ** 2).sum(axis=1)).sum()
    facts = {
        "vertices": n,
        "length": float(length),
        "root": root,
        "last": vertices[-1].tolist(),
        "edge": edges[-1].tolist() if n > 1 else None,
        "radius": radius[-1],
        "compartment": compartment[-1],
    }
    return buffer.getvalue(), facts


FILES = {
    # As the service writes.
    "service": skeleton(99),
    "soma": skeleton(40, soma=[500001.5, 600002.25, 200003.0]),
    # More chunks than one node of a B-tree holds, chunks over the border, shuffled.
    "chunks": skeleton(
        300,
        vertices={"chunks": (1, 1), "shuffle": True},
        edges={"chunks": (7, 2), "compression": None, "dtype": "i4"},
    ),
    "plain": skeleton(12, vertices={"compression": None, "dtype": "f4"}, edges={"compression": None}),
    "single": skeleton(1),
}

if __name__ == "__main__":
    for name, (content, _) in FILES.items():
        (HERE / f"{name}.h5.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    (HERE / "facts.json").write_text(json.dumps({name: facts for name, (_, facts) in FILES.items()}, indent=2) + "\n")
