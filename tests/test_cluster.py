"""A Dask cluster is an executor like any other: the same answer to the last bit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cases import minimal

from mkba_uncertainty import confidence, sobol
from mkba_uncertainty.casefile import load_case
from mkba_uncertainty.design import Design
from mkba_uncertainty.model import build_model


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    from dask.distributed import Client, LocalCluster

    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(**options) as workers, Client(workers) as client:
        yield client


@pytest.mark.parametrize("dependence", ["independent", "expected"])
def test_confidence_on_a_cluster_is_that_of_one_process(cluster: Any, dependence: str) -> None:
    model = build_model(load_case("arnhem-ozo"), dependence=dependence)
    assert len(Design(1024, 9).batches()) == 2
    assert confidence(model, replicates=9, executor=cluster) == confidence(model, replicates=9)


def test_indices_on_a_cluster_are_those_of_one_process(cluster: Any, tmp_path: Path) -> None:
    model = minimal(tmp_path)
    assert len(Design(1024, 9).batches()) == 2
    assert sobol(model, draws=1024, replicates=9, executor=cluster) == sobol(model, draws=1024, replicates=9)
