"""Which of a night's stated days counts, and when another one is a change."""

from datetime import date

from crawler.facts import StatedDate
from crawler.models import Post
from crawler.settle.posts import _may_redate, choose_date

AHEAD = StatedDate(None, "24/12/2026", "ahead", "unknown")


def stated(day, source):
    return StatedDate(date(2026, 12, day), "", source, "sure")


def test_a_post_that_states_a_day_to_come_was_not_published_days_ago():
    assert choose_date(stated(6, "relative"), AHEAD) is AHEAD
    assert choose_date(stated(6, "row"), AHEAD).on == date(2026, 12, 6)  # two days in full: the disagreement is kept


def test_a_day_counted_back_from_now_is_no_change_of_the_day():
    post = Post(published_on=date(2026, 12, 4), date_source="relative", article_on=date(2026, 12, 1))
    assert not _may_redate(post, stated(6, "relative"), None)
    post.date_source = "row"
    assert _may_redate(post, stated(6, "row"), None)
    post.published_on, post.date_source = None, "ahead"
    assert not _may_redate(post, stated(6, "relative"), None)
    post.date_source = None
    assert _may_redate(post, stated(6, "relative"), None)
