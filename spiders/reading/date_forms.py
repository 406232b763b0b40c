"""The forms in which dates are printed: Vietnamese ones, and the month names of the languages that public corpora hold.

Each form says what a text must hold to be worth its pattern: most texts hold none of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_MONTH_WORDS = """
jan january janvier janv januar enero ene gennaio januari janeiro styczeń stycznia sty января январь січня
feb february février févr fevrier februar febrero febbraio februari fevereiro lutego lut февраля лютого
mar march mars märz maerz marzo maart março marca марта березня
apr april avril abril aprile abr kwietnia kwi апреля квітня
may mai mayo maggio mei maio maja мая травня
jun june juin juni junio giugno junho czerwca cze июня червня
jul july juillet juil juli julio luglio julho lipca lip июля липня
aug august août aout agosto augustus sierpnia sie августа серпня
sep sept september septembre septiembre settembre setembro września wrz сентября вересня
oct october octobre oktober okt octubre ottobre outubro października paź октября жовтня
nov november novembre noviembre novembro listopada lis ноября листопада
dec december décembre dezember dez diciembre dicembre dezembro grudnia gru декабря грудня
"""
MONTHS = {word: number for number, line in enumerate(_MONTH_WORDS.strip().splitlines(), 1) for word in line.split()}
_WORD = re.compile(r"[^\W\d_]+")
_VI_MONTHS = ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
VI_NUMBERS = {word: n for n, word in enumerate(_VI_MONTHS, 1)} | {"bốn": 4, "bẩy": 7, "giêng": 1, "chạp": 12}
_VI_WORDS = "|".join(sorted(VI_NUMBERS, key=len, reverse=True))
_NAMES = "|".join(sorted((re.escape(m) for m in MONTHS), key=len, reverse=True))


def _holds(*signs: str) -> Callable[[str], bool]:
    return lambda lower: any(sign in lower for sign in signs)


@lru_cache(maxsize=64)  # asked once for each form with a name
def _names_month(lower: str) -> bool:
    return not MONTHS.keys().isdisjoint(_WORD.findall(lower))


#: (name, what a text in lower case must hold to be worth the pattern, the pattern)
FORMS = [(name, may_match, re.compile(pattern, re.IGNORECASE)) for name, may_match, pattern in (
    ("iso", _holds("-"),
     r"(?<![\d/.\-])(?P<y>(?:19|20)\d\d)-(?P<m>0?[1-9]|1[0-2])-(?P<d>[0-2]?\d|3[01])(?!\d)"),
    ("ymd", _holds("/", "."),
     r"(?<![\d/.\-])(?P<y>(?:19|20)\d\d)[/.](?P<m>0?[1-9]|1[0-2])[/.](?P<d>[0-2]?\d|3[01])(?![\d/])"),
    ("ymd_dots", _holds("."),
     r"(?<![\d/.\-])(?P<y>(?:19|20)\d\d)\.\s(?P<m>0?[1-9]|1[0-2])\.\s(?P<d>[0-2]?\d|3[01])(?!\d)"),
    ("words_vi", _holds("tháng"),
     r"(?:ngày\s*)?(?<!\d)(?P<d>[0-2]?\d|3[01])\s*(?:,\s*)?tháng\s*(?P<m>0?[1-9]|1[0-2])\s*,?\s*(?:năm\s*)?"
     r"(?P<y>(?:19|20)\d\d)(?!\d)"),
    ("names_vi", _holds("tháng"),
     rf"(?<!\d)(?P<d>[0-2]?\d|3[01])\s*tháng\s*(?P<vi>{_VI_WORDS})\b\s*,?\s*(?:năm\s*)?(?P<y>(?:19|20)\d\d)(?!\d)"),
    ("th_vi", _holds("th"),
     r"(?<![\w])(?P<d>[0-2]?\d|3[01])\s*th(?:g|áng)?\.?\s*(?P<m>0?[1-9]|1[0-2])\s*,?\s*(?P<y>(?:19|20)\d\d)(?!\d)"),
    ("th_vi_us", _holds("th"),
     r"(?<![\w])th(?:g|áng)?\.?\s*(?P<m>0?[1-9]|1[0-2])\s+(?P<d>[0-2]?\d|3[01])\s*,\s*(?P<y>(?:19|20)\d\d)(?!\d)"),
    ("month_vi_us", _holds("tháng"),
     rf"tháng\s+(?P<vi>{_VI_WORDS})\s+(?P<d>[0-2]?\d|3[01])\s*,\s*(?P<y>(?:19|20)\d\d)(?!\d)"),
    ("dmy", _holds("/", ".", "-", "–"),
     r"(?<![\d/.\-–vV])(?P<d>[0-2]?\d|3[01])\s?(?P<s>[/.\-–])\s?(?P<m>[0-2]?\d|3[01])\s?(?P=s)\s?"
     r"(?P<y>(?:19|20)\d\d|\d\d(?!:))(?![\d/])(?!-[A-Za-zĐ])"),
    ("day_name", _names_month,
     rf"(?<![\w/])(?P<d>[0-2]?\d|3[01])(?:st|nd|rd|th|er|º)?\.?[\s\-]*(?:de\s+|of\s+)?(?P<w>{_NAMES})\b\.?,?"
     r"[\s\-]*(?:de\s+)?(?P<y>(?:19|20)\d\d)(?!\d)"),
    ("name_day", _names_month,
     rf"(?<![\w])(?P<w>{_NAMES})\b\.?\s*(?P<d>[0-2]?\d|3[01])(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)(?!\d)"),
    ("year_name_day", _names_month,
     rf"(?<!\d)(?P<y>(?:19|20)\d\d)\s(?P<w>{_NAMES})\b\.?\s(?P<d>[0-2]?\d|3[01])(?![\d:])"),
    # "11 Jan 23" in the date column of a table
    ("day_short", _names_month,
     r"(?<![\w/])(?P<d>[0-2]?\d|3[01])[ \-](?P<w>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[ \-]"
     r"(?P<y>\d\d)(?!\s?[\w:.])"),
    ("cjk", _holds("年"),
     r"(?P<y>(?:19|20)\d\d)\s*年\s*(?P<m>0?[1-9]|1[0-2])\s*月\s*(?P<d>[0-2]?\d|3[01])\s*日"),
)]
