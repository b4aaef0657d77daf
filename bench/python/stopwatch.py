"""Measures one piece of work: by the clock, and of the processor in all threads of this process."""

import time


class Stopwatch:
    def __init__(self):
        self.clock = time.perf_counter()
        self.processor = time.process_time()

    def read(self):
        return {
            "ms": 1000 * (time.perf_counter() - self.clock),
            "processorMs": 1000 * (time.process_time() - self.processor),
        }
