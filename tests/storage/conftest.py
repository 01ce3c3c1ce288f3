"""What the storage promises holds on both databases."""

import pytest


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test on both, except those that are about SQLite's file."""
    if "driver" in metafunc.fixturenames:
        only = metafunc.definition.get_closest_marker("sqlite_only")
        metafunc.parametrize("driver", ["sqlite"] if only else ["sqlite", "postgresql"])
