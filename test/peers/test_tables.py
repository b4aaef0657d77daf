"""The Python client's own tables, filtered by pandas, against TT_TABLE's answers to the same random questions.

Environment: TABLES_URL, TABLES_TOKEN; TABLES_ANSWERS, a file that tables-answers.ts has written.
"""

import datetime
import functools
import json
import logging
import os
import unittest

import numpy as np
import pandas as pd
from caveclient import CAVEclient

logging.disable(logging.WARNING)

STACK = "brain_and_nerve_cord"
with open(os.environ["TABLES_ANSWERS"], encoding="utf-8") as file:
    ANSWERS = json.load(file)

CLIENT = CAVEclient(
    STACK, server_address=os.environ["TABLES_URL"], auth_token=os.environ["TABLES_TOKEN"], write_server_cache=False
)
VIEWER = [4, 4, 45]
CODES = {0: "NONE", 1: "PENDING"}


@functools.lru_cache(maxsize=None)
def whole(table, live, as_of):
    options = {"split_positions": True, "desired_resolution": VIEWER, "metadata": False}
    if not live:
        return CLIENT.materialize.query_table(table, materialization_version=int(as_of), **options)
    return CLIENT.materialize.live_live_query(
        table,
        timestamp=datetime.datetime.fromisoformat(as_of.replace("Z", "+00:00")),
        allow_missing_lookups=True,
        **options,
    )


def is_id(name):
    return name.removesuffix("_ref") == "id" or (name.removesuffix("_ref").endswith("_id") and "user_id" not in name)


def value_of(name, value):
    if isinstance(value, dict):
        return pd.Timestamp(value["time"], unit="ms", tz="UTC")
    return int(value) if is_id(name) else value


def keeps(frame, filter):
    name, by = filter["column"], filter["by"]
    if by == "box":
        axes = [frame[f"{name}_{axis}"] for axis in "xyz"]
        low, high = filter["values"][:3], filter["values"][3:]
        inside = [(axis.notna() & (axis >= a) & (axis <= b)).fillna(False) for axis, a, b in zip(axes, low, high)]
        return inside[0] & inside[1] & inside[2]
    column = frame[name]
    values = [value_of(name, value) for value in filter["values"]]
    if by == "in":
        return column.isin(values)
    if by == "not in":
        return ~column.isin(values)
    if by == "~":
        return column.astype(object).map(lambda text: isinstance(text, str)) & column.astype("string").str.contains(
            values[0], regex=True
        ).fillna(False)
    if isinstance(values[0], pd.Timestamp):
        # Sheets and the add-on count milliseconds.
        column = column.dt.floor("ms")
    compare = {">": column > values[0], "<": column < values[0], ">=": column >= values[0], "<=": column <= values[0]}
    return compare[by].fillna(False)


def cell(name, value):
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    if name.removesuffix("_ref").endswith(("_root_id", "_supervoxel_id")) and int(value) in CODES:
        return {"error": CODES[int(value)]}
    if isinstance(value, pd.Timestamp):
        return {"time": int(value.timestamp() * 1000)}
    if is_id(name):
        return str(int(value))
    return value.item() if isinstance(value, np.generic) else value


class Tables(unittest.TestCase):
    def test_random_questions(self):
        questions = ANSWERS["questions"]
        self.assertGreaterEqual(len(questions), 100)
        rows = 0
        for question in questions:
            name = f"{question['table']} {question['as_of']} {question['filters']} {question['columns']}"
            with self.subTest(seed=question["seed"], question=name):
                self.assertIsInstance(question["answer"], list, question["answer"])
                frame = whole(question["table"], question["live"], question["as_of"])
                if len(frame):
                    for filter in question["filters"]:
                        frame = frame[keeps(frame, filter)]
                    frame = frame.sort_values("id")
                # A last line of one cell says what is left out.
                answer = [row for row in question["answer"] if len(row) == len(question["columns"])]
                columns = [frame[column].tolist() for column in question["columns"]] if len(frame) else []
                expected = [
                    [cell(column, value) for column, value in zip(question["columns"], values)]
                    for values in zip(*columns)
                ]
                self.assertEqual(len(answer), len(expected))
                self.assertEqual(answer, expected)
                rows += len(answer)
        live = sum(question["live"] for question in questions)
        print(f"{len(questions)} questions, {live} of them live: {rows} rows agree; absent {ANSWERS['missing']}")


if __name__ == "__main__":
    unittest.main()
