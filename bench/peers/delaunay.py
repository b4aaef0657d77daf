"""Times CGAL's exact Delaunay tetrahedra: one JSON request a line, one JSON answer a line. Points are made before."""

import json
import sys
from pathlib import Path

import numpy as np
from CGAL.CGAL_Kernel import Point_3
from CGAL.CGAL_Triangulation_3 import Delaunay_triangulation_3

sys.path.insert(0, str(Path(__file__).parent.parent / "python"))
from stopwatch import Stopwatch  # noqa: E402

known = {}
for line in sys.stdin:
    file = json.loads(line)["file"]
    if file not in known:
        known = {file: [Point_3(*place) for place in np.fromfile(file).reshape(-1, 3).tolist()]}
    points = known[file]
    watch = Stopwatch()
    made = Delaunay_triangulation_3()
    made.insert(points)
    times = watch.read()
    print(json.dumps({**times, "tets": made.number_of_finite_cells()}), flush=True)
