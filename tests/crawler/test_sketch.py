"""Sketches: near copies are found, texts that only share a subject are not."""

import random

from hypothesis import given
from hypothesis import strategies as st

from crawler.sketch import PLACES, alike, similarity, sketch

WORDS = ["xã", "thôn", "bản", "nhân", "dân", "hội", "nghị", "kế", "hoạch", "công", "tác", "triển", "khai", "nhiệm",
         "vụ", "phát", "kinh", "tế", "văn", "hóa", "đất", "rừng"]


def text(seed, count=300):
    dice = random.Random(seed)
    return [dice.choice(WORDS) + str(dice.randrange(40)) for _ in range(count)]


def test_an_edited_copy_is_alike_and_another_text_is_not():
    own = text(1)
    copy = ["Theo", "Cổng", "tỉnh:", *own[:150], "xin", "đính", "chính", *own[155:]]
    sketches = [(1, sketch(" ".join(own))), (2, sketch(" ".join(copy))), (3, sketch(" ".join(text(2))))]
    assert alike(sketches, 0.8) == {(1, 2)}


def test_a_short_text_has_no_sketch():
    assert sketch("Xem tệp đính kèm") is None


@given(st.lists(st.sampled_from(WORDS), min_size=40, max_size=400))
def test_a_sketch_depends_on_the_words_alone(words):
    plain = sketch(" ".join(words))
    assert plain == sketch("  ".join(words).upper())
    assert len(plain) == 4 * PLACES
    assert similarity(plain, plain) == 1


def test_the_estimate_is_near_the_truth():
    own = text(3, 600)
    for kept in (0.9, 0.7, 0.5, 0.2):
        cut = int(600 * kept)
        other = own[:cut] + text(4, 600 - cut)
        runs = [{tuple(w[n:n + 3]) for n in range(len(w) - 2)} for w in (own, other)]
        true = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
        assert abs(similarity(sketch(" ".join(own)), sketch(" ".join(other))) - true) < 0.2
