"""What the storage promises holds on both databases."""

import os

import pytest


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test on both, except those that are about SQLite's file."""
    if "driver" in metafunc.fixturenames:
        only = metafunc.definition.get_closest_marker("sqlite_only")
        wanted = os.environ.get("DATABASE")
        drivers = ["sqlite"] if only else ["sqlite", "postgresql"]
        metafunc.parametrize("driver", [driver for driver in drivers if driver == (wanted or driver)] or drivers)
