"""What the storage promises holds on both databases."""

import os

import pytest

from storage import connection


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test on both, except those that are about SQLite's file."""
    if "driver" in metafunc.fixturenames:
        only = metafunc.definition.get_closest_marker("sqlite_only")
        wanted = os.environ.get("DATABASE")
        drivers = ["sqlite"] if only else ["sqlite", "postgresql"]
        metafunc.parametrize("driver", [driver for driver in drivers if driver == (wanted or driver)] or drivers)


@pytest.fixture(autouse=True)
def patient_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that gets no processor for some seconds is no process that was stopped: its connection stays open."""
    limits = ("'10s'", "'4s'", "'2s'")
    assert all(limit in connection.SESSION for limit in limits)
    patient = connection.SESSION
    for limit in limits:
        patient = patient.replace(limit, "'120s'")
    monkeypatch.setattr(connection, "SESSION", patient)
    monkeypatch.setattr(connection, "ANSWER_SECONDS", 150.0)
