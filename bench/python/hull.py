"""Times scipy's ConvexHull: one JSON request a line, one JSON answer a line."""

import json
import sys

import numpy as np
from scipy.spatial import ConvexHull
from stopwatch import Stopwatch

for line in sys.stdin:
    points = np.fromfile(json.loads(line)["file"]).reshape(-1, 3)
    watch = Stopwatch()
    made = ConvexHull(points)
    times = watch.read()
    print(json.dumps({**times, "vertices": len(made.vertices), "volume": float(made.volume)}), flush=True)
