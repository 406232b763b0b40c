"""`make remarks`: remarks written from the published deductions, beside the remarks that the office published."""

from __future__ import annotations

import sys
from pathlib import Path

from jinja2 import Environment, select_autoescape

from monitor.scoring.prices import points_words
from monitor.scoring.remarks import write_remark
from tests.scoring import published, tables

OUT = Path("var/remarks/so-sanh-nhan-xet.html")
#: Twenty rows: every kind of fault, advice and decision that the table has.
CHOSEN = (1, 4, 17, 20, 21, 22, 23, 25, 28, 29, 30, 33, 35, 36, 37, 39, 48, 50, 51, 53)
PAGE = """<!doctype html>
<html lang="vi"><meta charset="utf-8"><title>So sánh nhận xét – 9 tháng năm 2023</title>
<style>body{font:14pt "Times New Roman",serif;margin:2em}table{border-collapse:collapse}
td,th{border:1px solid;padding:.4em;vertical-align:top}tr{break-inside:avoid}
@page{size:A4 landscape;margin:15mm}</style>
<h1>Nhận xét do máy viết bên cạnh nhận xét đã công bố</h1>
<p>Máy viết từ các khoản trừ, đề nghị, điểm khuyến khích đã công bố (Phụ biểu số 01, 9 tháng năm 2023), không đọc
nhận xét đã công bố. Số trong ngoặc vuông là số bằng chứng. Từ chỉ mức độ (“tích cực”, “khá”) do người viết thêm.</p>
<table><tr><th>STT</th><th>Cơ quan</th><th>Điểm</th><th>Máy viết</th><th>Đã công bố</th></tr>
{% for row in rows %}<tr><td>{{ row.number }}</td><td>{{ row.name }}</td><td>{{ row.score }}</td><td>{{ row.ours }}</td>
<td>{{ row.theirs }}</td></tr>
{% endfor %}</table></html>
"""


def compare_remarks():
    """One row for each chosen portal of the first table."""
    return [
        {"number": row["row"], "name": row["name"], "score": points_words(part.score), "theirs": row["remark"],
         "ours": write_remark(card, tables.rubric())}
        for row, card, part in published.replay("information", tables.decisions()) if int(row["row"]) in CHOSEN
    ]


def main() -> int:
    page = Environment(autoescape=select_autoescape(default=True)).from_string(PAGE)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(page.render(rows=compare_remarks()), encoding="utf-8")
    print(f"{len(compare_remarks())} nhận xét: {OUT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
