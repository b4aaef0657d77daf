"""Volumes written by cloud-volume and DracoPy, for our readers. Usage: make_buckets.py FOLDER."""
import json
import os
import sys

import DracoPy
import numpy as np
from cloudvolume import CloudVolume, Mesh, Skeleton, chunks
from cloudvolume.datasource.precomputed.common import compressed_morton_code
from cloudvolume.datasource.precomputed.mesh.multilod import MultiLevelPrecomputedMeshManifest
from cloudvolume.datasource.precomputed.sharding import ShardingSpecification

SEED = 20261122
SIZE = np.array([70, 50, 33])
OFFSET = np.array([100, -20, 7])
CHUNK = [32, 32, 16]
RESOLUTION = [8, 8, 40]
MESHES = [9007199254740993, 720575941643797624]
SKELETONS = [720575941519923628, 18446744073709551615, 42]
SHARDING = ShardingSpecification(
    "neuroglancer_uint64_sharded_v1",
    preshift_bits=0,
    hash="murmurhash3_x86_128",
    minishard_bits=2,
    shard_bits=2,
    minishard_index_encoding="gzip",
    data_encoding="gzip",
)


def labels(size=SIZE, dtype=np.uint64):
    """Clumps of 60 ids from the whole range, background among them."""
    rng = np.random.default_rng(SEED)
    names = rng.integers(1, np.iinfo(dtype).max, 60, dtype=dtype, endpoint=True)
    names[:3] = 0
    coarse = names[rng.integers(0, 60, (size + 4) // 5)]
    fine = coarse.repeat(5, 0).repeat(5, 1).repeat(5, 2)[: size[0], : size[1], : size[2]]
    return np.asfortranarray(fine)


def mesh(label):
    """A sphere of triangles about a point that the label decides, in nm, single precision."""
    rng = np.random.default_rng(label % 1000)
    n = 24
    u, v = np.meshgrid(np.linspace(0, 2 * np.pi, n, endpoint=False), np.linspace(0.1, np.pi - 0.1, n))
    points = np.stack([np.sin(v) * np.cos(u), np.sin(v) * np.sin(u), np.cos(v)], -1).reshape(-1, 3)
    centre = rng.uniform(2000, 30000, 3)
    vertices = (points * 900 + centre).astype(np.float32)
    faces = []
    for row in range(n - 1):
        for k in range(n):
            a, b = row * n + k, row * n + (k + 1) % n
            faces += [[a, b, a + n], [b, b + n, a + n]]
    return vertices, np.array(faces, dtype=np.uint32)


def skeleton(label):
    rng = np.random.default_rng(label % 1000)
    n = 200
    vertices = rng.uniform(0, 40000, (n, 3)).astype(np.float32)
    edges = np.array([[i, int(rng.integers(0, i))] for i in range(1, n)], dtype=np.uint32)
    radii = rng.uniform(1, 500, n).astype(np.float32)
    types = rng.integers(0, 5, n).astype(np.uint8)
    return Skeleton(vertices, edges, radii, types, segid=label)


def volume(folder, name, dtype="uint64", encoding="raw", **more):
    info = CloudVolume.create_new_info(
        num_channels=1,
        layer_type="segmentation",
        data_type=dtype,
        resolution=RESOLUTION,
        voxel_offset=[int(v) for v in OFFSET],
        volume_size=[int(v) for v in SIZE],
        chunk_size=CHUNK,
        encoding=encoding,
        **more,
    )
    vol = CloudVolume(f"file://{folder}/{name}", info=info, progress=False)
    vol.commit_info()
    vol.commit_provenance()
    return vol


def segmentations(folder):
    for name, encoding, dtype in [
        ("raw", "raw", "uint64"),
        ("compressed", "compressed_segmentation", "uint64"),
        ("compressed32", "compressed_segmentation", "uint32"),
    ]:
        vol = volume(folder, name, dtype, encoding=encoding)
        vol[:, :, :] = labels(dtype=np.dtype(dtype).type)


def sharded_segmentation(folder):
    """Chunks by their compressed Morton code, put into shards by cloud-volume."""
    vol = volume(folder, "sharded", encoding="compressed_segmentation")
    spec = ShardingSpecification(
        "neuroglancer_uint64_sharded_v1",
        preshift_bits=1,
        hash="identity",
        minishard_bits=2,
        shard_bits=1,
        minishard_index_encoding="gzip",
        data_encoding="gzip",
    )
    dense = labels()
    grid = np.ceil(SIZE / np.array(CHUNK)).astype(int)
    values = {}
    for cell in np.ndindex(*grid):
        low = np.array(cell) * CHUNK
        high = np.minimum(low + CHUNK, SIZE)
        part = dense[low[0] : high[0], low[1] : high[1], low[2] : high[2]]
        code = int(compressed_morton_code(np.array(cell), grid))
        values[code] = bytes(
            chunks.encode(part[..., np.newaxis], "compressed_segmentation", block_size=(8, 8, 8))
        )
    vol.info["scales"][0]["sharding"] = spec.to_dict()
    vol.commit_info()
    target = os.path.join(folder, "sharded", vol.info["scales"][0]["key"])
    os.makedirs(target, exist_ok=True)
    for shard, binary in spec.synthesize_shards(values).items():
        with open(os.path.join(target, shard), "wb") as file:
            file.write(binary)


def meshes(folder):
    vol = volume(folder, "meshes", mesh="mesh")
    vol.mesh.meta.info = {"@type": "neuroglancer_legacy_mesh"}
    vol.mesh.meta.commit_info()
    for label in MESHES:
        vertices, faces = mesh(label)
        vol.mesh.put(Mesh(vertices, faces, segid=label))


def quantized(seed):
    """Whole numbers on 16 bits, packed by DracoPy as igneous does, and the manifest of two such nodes."""
    bits = 16
    rng = np.random.default_rng(seed)
    parts = []
    for _ in range(2):
        corners = np.sort(rng.integers(0, 2**bits, (60, 3)), axis=0)
        faces = np.array([[i, i + 1, i + 2] for i in range(58)], dtype=np.uint32)
        parts.append(
            DracoPy.encode(
                corners.astype(np.float32),
                faces,
                quantization_bits=bits,
                quantization_range=2**bits - 1,
                quantization_origin=np.zeros(3),
                compression_level=5,
                create_metadata=True,
            )
        )
    manifest = MultiLevelPrecomputedMeshManifest(
        segment_id=seed,
        chunk_shape=[100.0, 100.0, 50.0],
        grid_origin=[10.0, 20.0, 30.0],
        num_lods=1,
        lod_scales=[1],
        vertex_offsets=[[0, 0, 0]],
        num_fragments_per_lod=[2],
        fragment_positions=[np.array([[0, 0, 0], [1, 0, 0]])],
        fragment_offsets=[np.array([len(part) for part in parts])],
    )
    return b"".join(parts), manifest.to_binary()


def multires(folder):
    info = {
        "@type": "neuroglancer_multilod_draco",
        "vertex_quantization_bits": 16,
        "transform": [8, 0, 0, 100, 0, 8, 0, 0, 0, 0, 40, -7],
        "lod_scale_multiplier": 1,
    }
    files = {}
    for label in MESHES:
        fragments, manifest = quantized(label)
        files[f"{label}.index"] = manifest
        files[str(label)] = fragments
    put(folder, "multires", info, files)
    spec = ShardingSpecification.from_dict({**SHARDING.to_dict(), "data_encoding": "raw"})
    both = {label: quantized(label) for label in MESHES}
    shards = spec.synthesize_shards(
        {label: fragments + manifest for label, (fragments, manifest) in both.items()},
        # Bytes of the value itself, at the end of what is stored.
        data_offset={label: len(manifest) for label, (_, manifest) in both.items()},
    )
    put(folder, "multires-sharded", {**info, "sharding": spec.to_dict()}, shards)


def put(folder, name, info, files):
    """A volume with a folder of meshes, byte for byte."""
    volume(folder, name, mesh="mesh")
    target = os.path.join(folder, name, "mesh")
    os.makedirs(target, exist_ok=True)
    for path, content in {"info": json.dumps(info, default=int).encode(), **files}.items():
        with open(os.path.join(target, path), "wb") as file:
            file.write(content)


def skeletons(folder):
    vol = volume(folder, "skeletons", skeletons="skeletons")
    vol.skeleton.meta.commit_info()
    vol.skeleton.upload([skeleton(label) for label in SKELETONS])
    sharded = volume(folder, "skeletons-sharded", skeletons="skeletons")
    sharded.skeleton.meta.info["sharding"] = SHARDING.to_dict()
    sharded.skeleton.meta.commit_info()
    values = {label: skeleton(label).to_precomputed() for label in SKELETONS}
    for shard, binary in SHARDING.synthesize_shards(values).items():
        with open(os.path.join(folder, "skeletons-sharded", "skeletons", shard), "wb") as file:
            file.write(binary)


if __name__ == "__main__":
    out = os.path.join(os.path.abspath(sys.argv[1]), "theirs")
    segmentations(out)
    sharded_segmentation(out)
    meshes(out)
    multires(out)
    skeletons(out)
