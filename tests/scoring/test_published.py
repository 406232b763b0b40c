"""The published tables of nine months 2023 come out of the rubric, the deductions and the recorded decisions."""

import pytest

from monitor.scoring.distribution import count_rules, spread_words
from tests.scoring import published, tables

DECIDED = tables.decisions()


@pytest.mark.parametrize(("component", "with_decisions", "without"),
                         [("information", 53, 50), ("qa", 37, 35), ("online_services", 29, 29)])
def test_scores_are_the_published_ones(component, with_decisions, without):
    assert (published.count_same(component, DECIDED), published.count_same(component, ())) == (with_decisions, without)


def test_default_points_differ_in_five_deductions_of_four_portals():
    """Row 51 has two that make up for each other: its score agrees, its deductions do not."""
    unlike = [(row, item, fault) for row, (item, fault), _, _ in published.unlike_lines()]
    assert unlike == [
        ("21", "vb_cddh", "few_items"), ("36", "bao_cao_dinh_ky", "irregular_update"),
        ("37", "bao_cao_phat_trien_nganh", "irregular_update"), ("51", "cong_tac_tuyen_van", "missing_section"),
        ("51", "gioi_thieu", "missing_org_info"),
    ]


def test_the_machine_value_stays_beside_a_decision():
    part = next(part for row, _, part in published.replay("information", DECIDED) if row["row"] == "51")
    lines = {line.fault: (line.machine_points, line.points, line.decision.action) for line in part.lines
             if line.decision}
    assert lines == {"missing_section": (2, 1, "change_points"), "missing_org_info": (2, 3, "aggravate")}
    qa = next(part for row, _, part in published.replay("qa", DECIDED) if row["row"] == "22")
    assert (qa.machine_score, qa.score, qa.bonus) == (17, 15, 0)


def test_the_sentence_about_the_party_block_is_the_published_one():
    cards = [card for _, card, _ in published.replay("information", DECIDED)]
    said = {s["block"]: s["sentence"] for s in tables.rows("sentences")}
    assert spread_words(cards, tables.rubric(), "party_special") == said["party_special"]


def test_the_sentence_about_the_government_block_has_the_numbers_of_the_table():
    """The report says 19 and 18 where its own table has 20 and 17."""
    cards = [card for _, card, _ in published.replay("information", DECIDED)]
    assert spread_words(cards, tables.rubric(), "gov") == (
        "Có 20/37 Cổng TTĐT thành phần duy trì cập nhật đầy đủ thông tin, CSDL theo quy định, trình bày đẹp đạt điểm"
        " tối đa 55 điểm; 17/37 Cổng TTĐT thành phần đạt từ 50 - 54,5 điểm; không có cơ quan, đơn vị nào bị"
        " đánh giá, chấm điểm dưới 50 điểm.")


def test_rules_of_questions_and_services_are_counted():
    qa = [card for _, card, _ in published.replay("qa", DECIDED)]
    services = [card for _, card, _ in published.replay("online_services", DECIDED)]
    assert count_rules(qa, "qa") == [
        (18, "qa_max", 1), (17, "qa_max", 20), (15, "qa_some_late", 2), (15, "qa_none", 10), (15, "qa_max", 2),
        (15, "qa_all_deleted", 1), (0, "qa_all_late", 1)]
    assert count_rules(services, "online_services") == [(27, "dvc_full", 25), (25, "none_received", 3),
                                                        (25, "dvc_low", 1)]


def test_totals_and_rates():
    assert published.sum_states() == ((371, 300, 7, 7, 57), (371, 300, 7, 7, 57))
    assert published.unlike_rates() == []


def test_impossible_rows_are_flagged():
    assert [row for row, _, _ in published.impossible()] == ["2", "6", "7", "9", "19", "26"]


def test_every_line_says_where_it_comes_from():
    for row, _, part in published.replay("information", DECIDED):
        for line in part.of_kind("deduction"):
            assert line.evidence == (f"PB01-{row['row']}",) and line.why


def test_make_published_says_that_all_is_well(capsys):
    assert published.main() == 0
    assert "Phụ biểu 01: 53/53 điểm trùng" in capsys.readouterr().out
