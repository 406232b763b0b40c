"""The crawler without what follows a crawled night (judging, sealing, telling): trials compare what a crawl leaves."""

import sys

from crawler import night
from crawler.__main__ import app

night.follow_up = lambda *_: None

if __name__ == "__main__":
    app(sys.argv[1:], prog_name="python -m crawler")
