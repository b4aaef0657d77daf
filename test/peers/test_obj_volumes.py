"""cloud-volume reads the volumes that the command line made from one OBJ file.

Environment: OBJ_SOURCES, a list of precomputed:// sources.
"""
import json
import os
import sys

import numpy as np
import pytest
from cloudvolume import CloudVolume

SOURCES = json.loads(os.environ["OBJ_SOURCES"])
CORNERS = {(0, 0, 0), (6000, 0, 0), (0, 6000, 0), (0, 0, 6000)}


@pytest.mark.parametrize("source", SOURCES)
def test_the_mesh(source):
    volume = CloudVolume(source, use_https=True, progress=False)
    mesh = volume.mesh.get(1)
    mesh = mesh[1] if isinstance(mesh, dict) else mesh
    assert {tuple(corner) for corner in np.round(mesh.vertices).astype(int).tolist()} == CORNERS
    assert len(mesh.faces) == 4
    a, b, c = (mesh.vertices[mesh.faces[:, k]].astype(float) for k in range(3))
    assert np.isclose(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6, 6000**3 / 6)


if __name__ == "__main__":
    print(f"cloud-volume on {', '.join(SOURCES)}")
    sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", __file__]))
