"""Times scipy's ConvexHull: one JSON request a line, one JSON answer a line."""

import json
import sys
import time

import numpy as np
from scipy.spatial import ConvexHull

for line in sys.stdin:
    points = np.fromfile(json.loads(line)["file"]).reshape(-1, 3)
    start = time.perf_counter()
    made = ConvexHull(points)
    ms = 1000 * (time.perf_counter() - start)
    print(json.dumps({"ms": ms, "vertices": len(made.vertices), "volume": float(made.volume)}), flush=True)
