# Two commands on a fresh machine: make run, make test. Only python3 (3.11 or later), pip and make are needed.
PY ?= python3
V  := .venv
WHEELS := $(wildcard wheels/*.whl)
PIPARGS := $(if $(WHEELS),--no-index --find-links wheels,)
PIP := $(PY) -m pip --disable-pip-version-check --python $(V)/bin/python install -q $(PIPARGS) --require-hashes
RUN_ARGS ?=

.PHONY: help run night test quick bench truth reading fuzz verdicts bare browser
.PHONY: year report2023 report_crawled screens published remarks quarter consistency tamper faults addresses

help:  ## list the targets
	@grep -hE '^[a-z0-9_-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9_-]+):.*## /\1\t/' | sort

# Bare Debian has no ensurepip and refuses pip outside a venv (PEP 668): an empty venv filled from outside works there.
$(V)/.ok: requirements.lock
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Cần Python 3.11 trở lên / Python 3.11 or later is needed")'
	@echo "Chuẩn bị môi trường lần đầu (khoảng một phút)…"
	@$(PY) -m venv --without-pip $(V)
	@$(PIP) -r requirements.lock
	@touch $@

$(V)/.dev: requirements-dev.lock $(V)/.ok
	@$(PIP) -r requirements-dev.lock
	@touch $@

run: $(V)/.ok  ## a whole night on the built-in sample province, then where its results lie
	@$(V)/bin/python -m sample run $(RUN_ARGS)

night: $(V)/.ok  ## the real thing: make night REGISTRY=path.csv
	@$(V)/bin/python -m crawler nightly $(if $(REGISTRY),--registry $(REGISTRY),)

browser: $(V)/.ok  ## extra: read pages of scripts with a browser (needs Debian's package chromium as well)
	@$(PIP) -r requirements-browser.lock
	@command -v chromium >/dev/null || echo "Còn thiếu trình duyệt: apt-get install --no-install-recommends chromium"

.PHONY: cluster dask national storage
cluster: $(V)/.ok  ## extra: a night on several machines (crawler nightly --engine dask; deploy/README.md)
	@$(PIP) -r requirements-cluster.lock

dask: $(V)/.dev  ## nights on two workers of a cluster whose parts are killed, compared row by row (DASK_ARGS)
	@$(V)/bin/python -m tests.cluster $(DASK_ARGS)

test: $(V)/.dev  ## the whole test suite: style, types, tests
	$(V)/bin/ruff check .
	$(V)/bin/mypy
	PYTHONDONTWRITEBYTECODE= $(V)/bin/python -m pytest -q -n $$(( $$(nproc) * 3 / 2 )) --dist loadfile \
		--no-loadscope-reorder  # half of a test's time is waiting; hundreds of nights start, each compiled once

quick: $(V)/.dev  ## the tests that take seconds
	$(V)/bin/python -m pytest -q -m "not slow"

published: $(V)/.dev  ## the score tables of nine months 2023, rebuilt from the published deductions and counts
	@$(V)/bin/python -m tests.scoring.published

quarter: $(V)/.dev  ## a quarter of the sample province scored, every line checked (QUARTER_ARGS="--portals 20")
	@$(V)/bin/python -m tests.scoring.quarter $(QUARTER_ARGS)

remarks: $(V)/.dev  ## twenty remarks written from the published deductions, beside the published remarks (HTML)
	@$(V)/bin/python -m tests.scoring.compare

consistency: $(V)/.dev  ## the checker of report texts: found, missed and false alarms (published, excerpts, generated)
	@$(V)/bin/python -m tests.consistency.measure

year: $(V)/.dev  ## the reports of a whole year of 161 portals in a generated store (YEAR_OUT=folder)
	@$(V)/bin/python -m tests.official.year $(YEAR_OUT)

report2023: $(V)/.dev  ## the nine-month report of 2023 rebuilt from its own published figures (REPORT_OUT=folder)
	@$(V)/bin/python -m tests.official.published $(REPORT_OUT)

report_crawled: $(V)/.dev  ## a quarter's report from crawled nights: text and appendices equal, two builds the same bytes
	@$(V)/bin/python -m tests.official.crawled $(ARGS)

faults: $(V)/.dev  ## the 64 named faults, each met by a real night: outcome, memory, seconds (root; 40 minutes on 2 cores)
	@mkdir -p var; $(V)/bin/python -m tests.faults $(FAULTS_ARGS) > var/faults.txt; code=$$?; cat var/faults.txt; exit $$code

addresses: $(V)/.dev  ## links and redirects to internal addresses in 67 spellings, and rebinding: nobody is connected to (root)
	@$(V)/bin/python -m tests.faults.addresses

tamper: $(V)/.dev  ## 10,000 changed bits and 129 directed cases on a case file
	@$(V)/bin/python -m tests.evidence.tamper

screens: $(V)/.dev  ## pictures of all screens on a played sample, wide and on a phone (needs chromium)
	@$(V)/bin/python -m tests.web.screens $(SCREENS_DATA)

.PHONY: web-speed themes unmet
web-speed: $(V)/.dev  ## server time of every screen on 161 portals over a year, beside an empty page (SPEED_ARGS="120 161")
	@$(V)/bin/python -m tests.web.speed $(SPEED_ARGS)

.PHONY: crash soak
crash: $(V)/.dev  ## kills at every stage of a night and double SIGTERMs on both databases: nothing lost (CRASH_ARGS)
	@$(V)/bin/python -m tests.crash $(CRASH_ARGS)

soak: $(V)/.dev  ## 24 nights of 4 portals back to back: memory, descriptors, journal, disk; within an hour on 2 cores (SOAK_ARGS)
	@$(V)/bin/python -m tests.soak $(SOAK_ARGS)

bench: $(V)/.dev  ## our crawl against Scrapy and Crawlee on the same pages: ratios, written into README (BENCH_ARGS)
	@$(V)/bin/python -m tests.benchmarks.pipeline $(BENCH_ARGS)

national: $(V)/.dev  ## all commands, pages and a report on 16,100 generated portals, as ratios to 161 (NATIONAL_ARGS)
	@$(V)/bin/python -m tests.benchmarks.national $(NATIONAL_ARGS)

storage: $(V)/.dev  ## batched upserts against the raw driver, five years from the roll-up against the posts (STORAGE_ARGS)
	@$(V)/bin/python -m tests.benchmarks.storage $(STORAGE_ARGS)

truth: $(V)/.dev  ## seven played nights of the sample province against its truth (TRUTH_ARGS="--nights 30 --every-trouble 1")
	$(V)/bin/python -m tests.truth $(TRUTH_ARGS)

reading: $(V)/.dev  ## how right the reader is, per corpus and fact (READING_ARGS=--no-platforms|--wrong|--no-speed)
	@$(V)/bin/python -m tests.reading.measure $(READING_ARGS)

themes: $(V)/.dev  ## thirteen Hexo themes of as many authors, two nights each, without platform files (10 minutes)
	@$(V)/bin/python -m tests.cms.themes $(THEMES)
unmet: $(V)/.dev  ## Lektor, Zensical, django CMS 5, Jekyll, ikiwiki, Nikola, ABlog, Starlight: two nights, no platform files (20 minutes)
	@$(V)/bin/python -m tests.cms.themes $(or $(UNMET),lektor zensical django-cms jekyll ikiwiki nikola ablog starlight)

fuzz: $(V)/.dev  ## 240,000 generated pages and 1,000,000 small inputs against the laws of reading (about 20 minutes)
	SOI_FUZZ=$(or $(SOI_FUZZ),40000) SOI_MANY=5 $(V)/bin/python -m pytest -q \
		tests/reading/test_properties.py tests/reading/test_many_inputs.py

verdicts: $(V)/.dev  ## 10,000 simulated portal-nights and 1,000,000 sequences against false verdicts (VERDICTS_ARGS=…)
	@$(V)/bin/python -m tests.verdicts $(VERDICTS_ARGS)

bare: ## the two commands on a bare Debian 12 and 13 (root, debootstrap)
	bash tests/bare/check_bare.sh 12
	bash tests/bare/check_bare.sh 13
