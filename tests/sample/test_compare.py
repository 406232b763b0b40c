"""The comparison: a monitor that says the truth passes, and each way of being wrong is seen."""

import copy

import pytest

from sample.compare import address, compare, is_good
from sample.province import province
from sample.served import read_clock
from sample.tables import table
from sample.truth import tell_truth


@pytest.fixture(scope="module")
def truth():
    return tell_truth(province("default", 41), read_clock("2026-11-20T01:30:00+07:00"))


def answers(truth):
    """What a monitor without fault would print."""
    seen = [p for p in truth["portals"] if not p["trouble"]]
    return {
        "posts": [{"portal": p["code"], "url": q["url"], "title": q["title"], "published_on": q["published_on"]}
                  for p in seen for q in p["posts"] if not q["removed_on"]],
        "inactive": [
            {"portal": p["code"], "verdict": "unknown" if p["trouble"] else "inactive" if p["silent"] else "active"}
            for p in truth["portals"]],
        "questions": [{"portal": p["code"], **q} for p in seen for q in p["questions"]],
        "coverage": [{"portal": p["code"], "channel": c["title"]} for p in seen for c in p["channels"]],
    }


def test_the_truth_itself_is_good(truth):
    result = compare(truth, **answers(truth))
    assert is_good(result) and result["wrong"] == []
    assert result["troubled"] == sorted(p["code"] for p in truth["portals"] if p["trouble"]) != []
    for count in result["kinds"].values():
        assert count["found"] == count["posts"] == count["dates right"] > 100
        assert count["channels found"] == count["channels"] > 0 and count["pages found"] == count["pages"]
        assert count["questions right"] == count["questions"]


@pytest.mark.parametrize(("what", "break_it"), [
    ("not found", lambda said, truth: said.update(posts=said["posts"][40:])),
    ("date 2026-11-19", lambda said, truth: [p.update(published_on="2026-11-19") for p in said["posts"][:20]]),
    ("date None", lambda said, truth: [p.update(published_on=None) for p in said["posts"][:20]]),
    ("invented", lambda said, truth: said["posts"].append({**said["posts"][0], "url": "http://127.1.0.1:8161/x/y-9999999"})),
])
def test_posts_wrong_in_any_way_are_seen(truth, what, break_it):
    said = copy.deepcopy(answers(truth))
    break_it(said, truth)
    result = compare(truth, **said)
    assert not is_good(result)
    assert any(what in line for line in result["wrong"])
    assert what in table(result)


@pytest.mark.parametrize("trouble", [True, False])
def test_a_portal_wrongly_called_inactive_fails(truth, trouble):
    said = copy.deepcopy(answers(truth))
    code = next(p["code"] for p in truth["portals"] if bool(p["trouble"]) == trouble and not p["silent"])
    next(v for v in said["inactive"] if v["portal"] == code)["verdict"] = "inactive"
    result = compare(truth, **said)
    assert not is_good(result)
    assert result["troubled_called_inactive" if trouble else "active_called_inactive"] == [code]


def test_missing_channels_and_questions_are_counted(truth):
    said = answers(truth)
    said["coverage"] = [c for c in said["coverage"] if not c["channel"].startswith("Thông báo")]
    said["questions"] = said["questions"][3:]
    result = compare(truth, **said)
    assert sum("question not right" in line for line in result["wrong"]) == 3
    assert any("channel not found: Thông báo" in line for line in result["wrong"])


@pytest.mark.parametrize(("one", "other"), [
    ("http://127.1.0.6:1/tin-tuc/mot-bai-1106012", "http://127.1.0.6:1/kinh-te/ten-khac-1106012?pageindex=2"),
    ("http://127.1.0.2:1/noidung/tintuc/Pages/chitiet.aspx?ItemID=1102001",
     "http://127.1.0.2:1/noidung/tintuc/Pages/chitiet.aspx?Page=1&ItemID=1102001"),
    ("http://127.1.0.3:1/2026/11/mot-bai-1103001/", "http://127.1.0.3:1/2026/11/mot-bai-1103001"),
])
def test_one_post_is_one_address(one, other):
    assert address(one) == address(other)


def test_other_posts_have_other_addresses():
    assert address("http://127.1.0.6:1/a/x-1106012") != address("http://127.1.0.6:1/a/x-1106013")
    assert address("http://127.1.0.4:1/view.asp?id=11") != address("http://127.1.0.4:1/view.asp?id=12")
