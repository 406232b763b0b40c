"""`make tamper` in the size of every test run: changed bits and directed attacks are refused, with a reason."""

import pytest

import verify
from tests.evidence.attacks import make_ground
from tests.evidence.tamper import directed, flipped, refusal, verify_alone


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    return make_ground(tmp_path_factory.mktemp("case"))


def test_a_single_changed_bit_is_refused(ground):
    assert [part for part, case in flipped(ground.case, 600, seed=1) if refusal(case, ground.pem) is None] == []


def test_directed_attacks_are_refused(ground):
    ends = {(group, name): refusal(case, ground.pem) for group, name, case in directed(ground)}
    accepted = [name for (_, name), why in ends.items() if why is None]
    assert accepted == ["(control: sealed again as it was)"] and len(ends) > 90


def test_another_key_is_refused_only_by_the_published_one(ground):
    """Without --key the verifier says that anybody can sign with a key of his own."""
    forged = {name: case for _, name, case in directed(ground)}["re-sign with another key"]
    assert "khóa khác" in refusal(forged, ground.pem)
    assert any("chưa được so với khóa đã công bố" in line for line in verify.verify(forged).unchecked)


def test_verified_by_a_stranger(ground, tmp_path):
    done, _ = verify_alone(ground, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "HỢP LỆ" in done.stdout and "không có bộ đọc của Soi Cổng" in done.stdout
    assert done.stderr == ""
