"""What an ordinary Scrapy project does with the same pages: parsel, every link a Request, some fields, nothing kept."""

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response


class ParselSpider(Spider):
    name = "parsel_spider"
    pages = 0

    async def start(self) -> AsyncIterator[Request]:
        self.urls = set(Path(sys.argv[1]).read_text().splitlines())
        for url in self.urls:
            yield Request(url)

    def parse(self, response: Response) -> Iterator[Any]:
        ParselSpider.pages += 1
        if "html" not in (response.headers.get("Content-Type") or b"").decode():
            return
        yield {"title": response.css("h1::text").get(), "date": response.css(".date::text, time::text").get(),
               "body": " ".join(response.css("article p::text, main p::text").getall()),
               "rows": [(a.css("::text").get(), a.attrib["href"]) for a in response.css("li a[href]")]}
        for href in response.css("a::attr(href)").getall():
            url = response.urljoin(href)
            if url in self.urls:
                yield Request(url)


if __name__ == "__main__":
    process = CrawlerProcess({
        "CONCURRENT_REQUESTS": 128, "COOKIES_ENABLED": False, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
    })
    process.crawl(ParselSpider)
    process.start()
    print(ParselSpider.pages)
