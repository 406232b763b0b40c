"""The menu at the left: address, words, and the sign beside them."""

from __future__ import annotations

MENU = (
    ("/", "Tổng quan"), ("/findings", "Thiếu sót"), ("/portals", "Cổng"), ("/qa", "Hỏi – Đáp"),
    ("/inactive", "Không hoạt động"), ("/scores", "Chấm điểm"), ("/deductions", "Phiếu trừ điểm"),
    ("/reports", "Báo cáo"), ("/rubrics", "Bộ tiêu chí"), ("/runs", "Đợt thu thập"), ("/audit", "Nhật ký"),
)
