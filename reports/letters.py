"""The command that writes the letters to owners: one DOCX a portal on which something is to be put right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from crawler import clock
from crawler.config import load_settings
from crawler.registry import RegistryError
from monitor.asked import PeriodArgument, PortalOption, Wish, fail, open_office
from monitor.certificate import NotProven
from monitor.office import Office
from monitor.scoring.cards import Scorecard
from monitor.scoring.commands import prepare
from monitor.scoring.rubric import Rubric
from monitor.scoring.rubric_files import choose_rubric, load_rubrics
from monitor.scoring.what_if import score_all
from monitor.thresholds import load_labels
from reports.owner_letter import Letter, write_letters


def owner_letter(
    period: PeriodArgument,
    out: Annotated[Path, typer.Option(help="Thư mục để ghi.")],
    portal: PortalOption = None,
    rubric: Annotated[str | None, typer.Option(help="Mã bộ tiêu chí, khi không dùng bộ đang có hiệu lực.")] = None,
) -> None:
    """Phiếu đề nghị khắc phục từng cổng (DOCX): thiếu gì, ở đâu trên trình đơn, theo điều nào, được lại mấy điểm."""
    with open_office(Wish(period, portal, as_json=False)) as office:
        settings = load_settings()
        try:
            chosen = find_rubric(settings.registry_dir / "rubrics", office, rubric)
            labels = load_labels(settings.registry_dir / "thresholds.toml")
            letters = write_letters(office, chosen, score_cards(office, chosen), clock.today(settings), labels)
            save_letters(letters, out, period)
        except (RegistryError, LookupError, NotProven) as error:
            fail(str(error))
        except OSError as error:
            fail(f"Không ghi được vào {out}: {error.strerror}. Chọn thư mục khác với --out.")
        _say(f"{len(letters)} phiếu cho {len(office.portals)} cổng, ở {out}. Cổng không có phiếu là cổng chưa thấy gì "
             "phải khắc phục, hoặc chưa quan sát được.")


def find_rubric(folder: Path, office: Office, wanted: str | None) -> Rubric | None:
    """The rubric that was asked for, else the one in force at the end of the period; None when there are none."""
    if not folder.is_dir():
        return None
    return choose_rubric(load_rubrics(folder, {s.code for s in office.rules.sections}), office.period.end, wanted)


def score_cards(office: Office, rubric: Rubric | None) -> list[Scorecard]:
    """The scorecards that the points of the letters are taken from: those of `monitor score`."""
    if rubric is None:
        return []
    scoring = prepare(office, None, rubric)
    return score_all(scoring.facts, scoring.decisions, rubric, office.period.end)


def save_letters(letters: Sequence[Letter], out: Path, period: str) -> None:
    """Write one file a portal; the same letter is the same bytes."""
    out.mkdir(parents=True, exist_ok=True)
    for letter in letters:
        (out / f"owner_letter-{period}-{letter.portal.code}.docx").write_bytes(letter.document())


def _say(line: str) -> None:
    Console(stderr=True).print(line, soft_wrap=True, highlight=False, markup=False)
