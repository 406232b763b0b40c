"""When the walk of a list ends, and which ends prove that there is nothing further."""

from datetime import date

from crawler.facts import Item, NextPage, Reading, StatedDate
from crawler.known import Known
from spiders.walk import ListWalk, end_of_walk

WINDOW = date(2026, 10, 1)
FRESH, OLD = date(2026, 11, 20), date(2026, 3, 1)
STEP = NextPage("http://a/tin?page=2", "number")


def rows(*days):
    return tuple(Item(f"k{n}", f"http://a/{n}", f"Bài {n}", StatedDate(day, "", "row")) for n, day in enumerate(days))


def known(*days):
    return {f"k{n}": Known(f"http://a/{n}", day, FRESH) for n, day in enumerate(days)}


def end(items, *, memory=(), full=False, page=1, **more):
    return end_of_walk(Reading("list", items=items, **more), ListWalk(), page, known(*memory), WINDOW, full)


def test_a_list_without_a_pager_is_one_page_and_the_last_of_several_is_the_last():
    assert end(rows(FRESH, OLD)) == "single_page"
    assert end(rows(FRESH, OLD), page=3) == "last_page"


def test_a_further_page_that_is_not_read_as_a_list_is_no_end():
    def second(kind):
        return end_of_walk(Reading(kind), ListWalk({"seen"}), 2, {}, WINDOW, False)
    assert second("article") == second("page") == second("unknown") == "page_unread"
    assert second("empty_list") == "last_page"


def test_a_pager_that_only_scripts_can_follow_proves_no_end():
    assert end(rows(FRESH, OLD), unread_pager=True) == "pager_unread"
    assert end(rows(FRESH, OLD), unread_pager=True, page=2) == "pager_unread"


def test_behind_such_a_pager_nothing_new_is_hidden_when_the_page_is_known_and_older_than_the_window():
    assert end(rows(OLD, OLD), memory=(OLD, OLD), unread_pager=True) == "date_window_reached"
    assert end(rows(OLD, OLD), memory=(OLD, OLD), unread_pager=True, full=True) == "pager_unread"


def test_the_walk_goes_on_until_a_whole_page_is_known_and_old():
    assert end(rows(OLD, OLD), memory=(OLD,), next=STEP) is None
    assert end(rows(FRESH, OLD), memory=(FRESH, OLD), next=STEP) is None
    assert end(rows(OLD, OLD), memory=(OLD, OLD), next=STEP) == "date_window_reached"
