"""The yardstick of `make bench`: Scrapy with default settings fetches a list of addresses and keeps nothing."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response


class FetchOnly(Spider):
    name = "fetch_only"
    pages = 0

    async def start(self) -> AsyncIterator[Request]:
        for url in Path(sys.argv[1]).read_text().splitlines():
            yield Request(url, dont_filter=True, callback=self.parse)

    def parse(self, response: Response) -> None:
        FetchOnly.pages += 1


if __name__ == "__main__":
    process = CrawlerProcess({
        "CONCURRENT_REQUESTS": 128, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "COOKIES_ENABLED": False,
        "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
    })
    process.crawl(FetchOnly)
    process.start()
    print(FetchOnly.pages)
