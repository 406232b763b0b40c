"""The year of a portal: what the roll-up says is what its posts say, on the page as well."""

from collections import Counter
from datetime import date

from sqlalchemy.orm import Session

from crawler.counted import WHOLE, count_posts, load_counts
from monitor.facts import ChannelFact
from monitor.load import load_channels, load_posts
from monitor.load_lists import load_post_lists
from tests.monitor.filled import LAST
from web.months import month_rows, months_until


def test_the_months_end_with_the_one_of_the_day():
    months = months_until(date(2026, 2, 28))
    assert (months[0], months[-2], months[-1]) == (date(2025, 3, 1), date(2026, 1, 1), date(2026, 2, 1))
    assert len(months) == 12


def test_the_page_says_of_each_month_what_the_posts_say(office):
    with Session(office.app.state.desk.reader) as session:
        for portal in ("xa-a", "xa-b", "so-c"):
            posts, channels = load_posts(session, portal), load_channels(session, portal)
            lists = load_post_lists(session, [p.id for p in posts])
            slow = Counter((number, p.dated_on.replace(day=1)) for p in posts if p.dated_on
                           for number in (WHOLE, *lists.get(p.id, ())))
            rows = month_rows(channels, load_counts(session, portal), LAST)
            assert rows == month_rows(channels, count_posts(session, portal), LAST) and rows[0].total > 0
            for row in rows:
                number = row.channel.id if row.channel else WHOLE
                assert row.counts == tuple(slow[number, month] for month in months_until(LAST))
    text = office.client("review").get(f"/portals/{portal}").text
    assert f"Mười hai tháng: {rows[0].total}" in text


def test_a_list_without_posts_of_the_year_and_the_same_list_again_have_no_row():
    lists = [ChannelFact(n, "a", f"c{n}", "list", "", (), "", same, date.min, date.max)
             for n, same in ((1, None), (2, None), (3, 1))]
    counts = {(WHOLE, "post", date(2026, 11, 1)): 2, (1, "post", date(2026, 11, 1)): 1,
              (1, "document", date(2026, 11, 1)): 1, (3, "post", date(2026, 11, 1)): 2,
              (2, "post", date(2024, 11, 1)): 9}
    found = [(row.channel and row.channel.id, row.total) for row in month_rows(lists, counts, LAST)]
    assert found == [(None, 2), (1, 2)]
