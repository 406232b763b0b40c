"""`make report2023`: the nine-month report of 2023 rebuilt from its own published figures, imported like any others.

Its scores are computed from the published deductions and counts (tests/scoring/published).
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from crawler.config import Settings
from crawler.database import open_session
from monitor.agencies import Agencies, load_agencies
from monitor.office import Office
from monitor.periods import parse_period
from monitor.report_items import load_report_items
from monitor.rules import load_rules
from reports.official.build import build_report
from reports.official.commands import save, say
from reports.official.gather import gather
from reports.official.when import load_laws
from tests.imports.helpers import PUBLISHED, ROOT, call
from tests.scoring import tables
from tests.scoring.published import replay

HERE = Path(__file__).with_name("published")
PERIOD = "2023-9M"
#: Figures of our report that the published one does not print, so that nothing can be rebuilt.
NOT_PRINTED = {
    "BC-A4E": "chỉ in lượt truy cập theo công cụ đếm trên Cổng; EMC chỉ được nhắc là đã kết nối",
    "BC-A9": "chỉ ghi phiên bản tiếng Anh được duy trì, không có số thông tin",
    "BC-A10N": "chỉ ghi có kênh Người phát ngôn, không có số bản tin",
    "BC-D7": "chỉ nêu ví dụ Cổng chưa được quan tâm duy trì, không đếm",
}
REGISTRY = ROOT / "registry"


def import_all(data_dir: Path) -> None:
    """The published figures, and the earlier ones that follow from the published growth."""
    for year in (2021, 2022, 2023):
        done = call(data_dir, "indicators", HERE / f"figures_{year}_9m.csv", "--period", f"{year}-9M", "--yes")
        assert done.exit_code == 0, done.output
    for kind in ("questions", "dossiers"):
        done = call(data_dir, kind, PUBLISHED / f"{kind}_2023_9m.csv", "--yes")
        assert done.exit_code == 0, done.output


def rebuild(data_dir: Path):
    """The report, built from what was imported and the published deductions."""
    settings = Settings(data_dir=data_dir, registry_dir=REGISTRY)
    with open_session(settings) as session:
        office = Office(session, load_rules(REGISTRY), parse_period(PERIOD), date(2023, 10, 1))
        agencies = Agencies(load_agencies(REGISTRY), office.period)
        material = gather(office, load_report_items(REGISTRY / "report_figures.csv"), agencies, (),
                          tables.rubric())
    decided = tables.decisions()
    cards = {"information": tuple(replace(card, name=agencies.names[agencies.find(row["name"])])
                                  for row, card, _ in replay("information", decided))}
    for component in ("qa", "online_services"):
        cards[component] = tuple(named(card, agencies, agencies.find(row["name"]))
                                 for row, card, _ in replay(component, decided))
    return build_report("nine_months", replace(material, cards=cards), load_laws(REGISTRY / "legal_basis.csv"))


def named(card, agencies, code):
    """A card of a body under its name in the register; the published appendices spell it in three ways."""
    return replace(card, portal=code, name=agencies.bodies.get(code) or agencies.names[code])


def main() -> int:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="report2023-"))
    with tempfile.TemporaryDirectory() as folder:
        import_all(Path(folder))
        report = rebuild(Path(folder))
    save(report, out, PERIOD)
    say(report, out)
    for figure in report.figures.values():
        if figure.note:
            print(f"{figure.item.code} {figure.item.name}: {figure.note}")
    for code, why in NOT_PRINTED.items():
        print(f"{code} {report.figures[code].item.name}: không dựng lại được, báo cáo đã công bố {why}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
