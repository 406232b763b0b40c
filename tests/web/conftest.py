"""One office for all tests that only look, a fresh one for those that decide."""

import os
from collections.abc import Iterator

import pytest

from tests.web.office import Office


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[Office]:
    before = dict(os.environ)
    yield Office(tmp_path_factory.mktemp("office"))
    os.environ.clear()
    os.environ.update(before)
