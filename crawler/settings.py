"""Scrapy's settings: what of it takes part, and what it does by default that would hurt, one reason a line."""

from crawler import __version__
from crawler.config import load_settings

_settings = load_settings()

BOT_NAME = "soicong"
SPIDER_MODULES = ["spiders.portal", "spiders.directory"]  # by name: one broken module must not stop the others
NEWSPIDER_MODULE = "spiders"
USER_AGENT = f"SoiCong/{__version__} (giam sat Cong TTDT; lien he: {_settings.contact})"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi,en;q=0.3",  # Scrapy asks for English, and portals answer in English
}

# Politeness is the turnstile's work (crawler/turnstile.py); Scrapy's own limits only stay out of its way.
CONCURRENT_REQUESTS = 400
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 2             # default 100: so many tasks are started for each response, and we yield no items
WARN_ON_GENERATOR_RETURN_VALUE = False  # would parse the callback's source for each response
DOWNLOAD_DELAY = 0
DOWNLOAD_TIMEOUT = 25            # default 180 s, three times over: three tries and their pauses stay below 90 s
DOWNLOAD_MAXSIZE = 8 * 2**20     # default 1 GiB: one compressed bomb would take all memory
DOWNLOAD_WARNSIZE = 0
DNS_TIMEOUT = 20
REACTOR_THREADPOOL_MAXSIZE = 50  # default 10: names that nobody answers for would keep all others waiting
TWISTED_DNS_RESOLVER = "crawler.guard.GuardedResolver"
DOWNLOAD_HANDLERS = {"https": "crawler.tls.PortalHttps",  # certificates are checked, and the page is read all the same
                     "file": None, "ftp": None, "data": None, "s3": None}  # a redirect must not open a local file

# What of Scrapy takes part is named here, not what must not: each real request is one row of the ledger, so
# redirects, retries, robots.txt and cookies are the spider's; a proxy from the environment would bypass the address
# guard; 4xx and 5xx must reach the spider; and two of the extensions run commands that are sent to a local port.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    "crawler.guard.GuardMiddleware": 10,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
    "crawler.cookies.PortalCookies": 700,
    "crawler.capture.KeepWire": 950,  # next to the network: before decompression
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE: dict[str, int] = {}
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"  # the ledger counts
ROBOTSTXT_OBEY = False  # robots.txt is a visit like any other: paced, recorded; unreachable is not "allowed"
LOG_LEVEL = "WARNING"
LOG_VERSIONS: list[str] = []
