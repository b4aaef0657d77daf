"""Neuroglancer's Python server: a line of JSON {source, segments} in, the address of its viewer out."""
import json
import sys

import neuroglancer

neuroglancer.set_server_bind_address("127.0.0.1")
viewer = neuroglancer.Viewer()
for line in sys.stdin:
    request = json.loads(line)
    with viewer.txn() as state:
        state.dimensions = neuroglancer.CoordinateSpace(names=["x", "y", "z"], units="nm", scales=[1, 1, 1])
        state.position = [1500, 1500, 1500]
        state.projection_scale = 12000
        state.layout = "3d"
        state.show_axis_lines = False
        state.layers.clear()
        state.layers["made"] = neuroglancer.SegmentationLayer(
            source=request["source"], segments=[int(one) for one in request["segments"]], segment_colors={1: "#ff0000"}
        )
    print(viewer.get_viewer_url(), flush=True)
