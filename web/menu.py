"""The menu at the left: address, words, and the sign beside them."""

from __future__ import annotations

MENU = (
    ("/", "Tổng quan"), ("/findings", "Thiếu sót"), ("/portals", "Cổng"), ("/qa", "Hỏi – Đáp"),
    ("/inactive", "Không hoạt động"), ("/scores", "Chấm điểm"), ("/deductions", "Phiếu trừ điểm"),
    ("/runs", "Đợt thu thập"), ("/audit", "Nhật ký"),
)
