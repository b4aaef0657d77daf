"""Times cloud-volume's reading of labels at points, whole chunks decoded: one JSON request a line, one JSON answer a line."""

import json
import sys

import numpy as np
from cloudvolume import chunks
from stopwatch import Stopwatch

for line in sys.stdin:
    asked = json.loads(line)
    files = [open(name, "rb").read() for name in asked["chunks"]]
    points = np.fromfile(asked["points"], dtype="<u4").reshape(len(files), -1, 3)
    shape, block = (*asked["shape"], 1), tuple(asked["block"])
    watch = Stopwatch()
    total = 0
    for file, at in zip(files, points):
        cube = chunks.decode(file, "compressed_segmentation", shape, np.uint64, block)
        total += int(cube[at[:, 0], at[:, 1], at[:, 2], 0].astype(object).sum())
    print(json.dumps({**watch.read(), "total": str(total)}), flush=True)
