"""The list without a mouse: a row's short form beside it, findings given to somebody, a filter kept."""

from tests.web.office import PASSWORD
from tests.web.test_screens import browser, headline, place, watch  # noqa: F401 - fixtures


def test_a_row_opens_beside_the_list_and_the_place_is_kept(watch):  # noqa: F811 - the fixture
    page = watch.sign_in("review", PASSWORD, "/findings?state=new")
    titles = page.locator("tr[data-row] th a").all_inner_texts()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#preview h2")
    assert page.locator("#preview h2").inner_text() == titles[0] and "/findings?state=new" in page.url
    page.keyboard.press("j")
    page.wait_for_function("title => document.querySelector('#preview h2').textContent === title", arg=titles[1])
    page.keyboard.press("x")  # the list still listens
    assert page.locator("#count").inner_text() == "Đã chọn 1 mục"
    page.keyboard.press("Escape")
    assert page.locator("#preview").is_hidden()
    page.keyboard.press("Enter")
    page.wait_for_selector("#preview h2")
    page.keyboard.press("Enter")
    page.wait_for_selector("#minh-chung")
    assert titles[1] in headline(page)
    page.go_back()
    page.wait_for_selector("#rows")
    page.locator("tr[data-row] td.num").nth(2).click()
    page.wait_for_selector("#preview h2")
    assert page.locator("#preview h2").inner_text() == titles[2]
    page.click("#preview-close")
    page.set_viewport_size({"width": 360, "height": 740})
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#minh-chung")  # no room beside the list


def test_findings_are_given_by_keyboard_and_a_filter_is_kept(watch):  # noqa: F811 - the fixture
    page = watch.sign_in("review", PASSWORD, "/findings?state=new")
    for key in "jxjxa":
        page.keyboard.press(key)
    page.locator("#assignee").select_option("approve")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Đã giao 2 mục cho Người approve")
    page.select_option("#f-assignee", "approve")
    page.get_by_role("button", name="Lọc", exact=True).click()
    page.wait_for_url("**assignee=approve**")
    assert headline(page).startswith("2 mục") and page.locator("text=Người approve xem").count() == 2
    page.click("text=+ Lưu bộ lọc này")
    page.fill("#save-name", "Việc của lãnh đạo")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.wait_for_selector(".pill")
    assert page.locator(".pill a").inner_text() == "Việc của lãnh đạo"
    page.goto("/findings")
    page.click("text=Việc của lãnh đạo")
    page.wait_for_url("**assignee=approve**")
    assert headline(page).startswith("2 mục")
