"""The same pages by Crawlee's ParselCrawler, in an environment of its own: links and fields, kept nowhere."""

import asyncio
import sys
from pathlib import Path
from urllib.parse import urljoin

from crawlee import ConcurrencySettings
from crawlee.crawlers import ParselCrawler, ParselCrawlingContext
from crawlee.storage_clients import MemoryStorageClient


async def main() -> None:
    urls = Path(sys.argv[1]).read_text().splitlines()
    known = set(urls)
    crawler = ParselCrawler(
        storage_client=MemoryStorageClient(), configure_logging=False, max_request_retries=0,
        concurrency_settings=ConcurrencySettings(min_concurrency=64, max_concurrency=128, desired_concurrency=128),
        additional_http_error_status_codes=(), ignore_http_error_status_codes=range(400, 600),
    )

    @crawler.router.default_handler
    async def handle(context: ParselCrawlingContext) -> None:
        page = context.selector
        {"title": page.css("h1::text").get(), "date": page.css(".date::text, time::text").get(),
         "body": " ".join(page.css("article p::text, main p::text").getall()),
         "rows": [(a.css("::text").get(), a.attrib["href"]) for a in page.css("li a[href]")]}
        found = {urljoin(context.request.url, href) for href in page.css("a::attr(href)").getall()}
        await context.add_requests([url for url in found if url in known])

    statistics = await crawler.run(urls)
    print(statistics.requests_finished + statistics.requests_failed)


asyncio.run(main())
