"""Scrapy's parts: none works beside the spider that is not named in our settings, whatever a later version brings."""

import subprocess
import sys

from scrapy.utils.project import get_project_settings

from tests.nights import ROOT

NAMED = {"GuardMiddleware", "DownloadTimeoutMiddleware", "DefaultHeadersMiddleware", "UserAgentMiddleware",
         "HttpCompressionMiddleware", "PortalCookies", "KeepWire"}


def test_only_what_is_named_takes_part():
    settings = get_project_settings()
    assert settings["BOT_NAME"] == "soicong"
    parts = {kind: settings.get_component_priority_dict_with_base(kind)
             for kind in ("EXTENSIONS", "SPIDER_MIDDLEWARES", "DOWNLOADER_MIDDLEWARES")}
    assert {str(name).rpartition(".")[2] for name in parts["DOWNLOADER_MIDDLEWARES"]} == NAMED
    assert not parts["EXTENSIONS"] and not parts["SPIDER_MIDDLEWARES"]


def test_what_is_not_named_is_not_read_into_memory():
    code = ("import asyncio, sys; from scrapy.crawler import AsyncCrawlerRunner; from scrapy import Spider\n"
            "from scrapy.utils.project import get_project_settings; from scrapy.utils.reactor import install_reactor\n"
            "install_reactor('twisted.internet.asyncioreactor.AsyncioSelectorReactor')\n"
            "from scrapy.core.engine import ExecutionEngine\n"
            "crawler = AsyncCrawlerRunner(get_project_settings()).create_crawler(Spider)\n"
            "crawler.spider = Spider('x'); crawler._apply_settings(); crawler.engine = crawler._create_engine()\n"
            "print(*(m for m in sys.modules if m.startswith(('scrapy.extensions.', 'scrapy.downloadermiddlewares.',"
            " 'aiohttp'))))")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.rpartition(".")[2] for name in done.stdout.split()}
    assert loaded <= {"downloadtimeout", "defaultheaders", "useragent", "httpcompression"}, loaded
