"""The short form of `make dask`: an embedded cluster, and one part after the other killed under a small night."""

import os
import random
import subprocess
import sys
from types import SimpleNamespace

import pytest
from distributed import Client, Security

from crawler.cluster import EngineRefused, hand_out, refuse_unusable
from crawler.config import Settings
from crawler.database import open_engine
from crawler.fence import Fence, GroupLocked
from crawler.groups import group_portals
from crawler.lock import LockLost, take
from crawler.run import NightRun, PortalTonight
from crawler.turnstile import Turnstile
from tests.cluster.machines import certificates
from tests.cluster.trials import lay_bed, play, undisturbed
from tests.services.needs import require
from tests.services.postgresql import postgresql_server
from tests.services.process import free_port

POSTGRESQL = "postgresql+psycopg://nobody@127.0.0.1:1/none"


def portal(hosts: str, backend: str = "") -> PortalTonight:
    first, *_ = hosts.split()
    return PortalTonight(f"http://{first}:81/", frozenset(hosts.split()), backend, "auto")


def test_whoever_may_meet_on_a_server_is_in_one_group():
    portals = {"A": portal("a.vn"), "B": portal("b.vn", "one"), "C": portal("c.vn a.vn"), "D": portal("d.vn"),
               "E": portal("e.vn c.vn"), "F": portal("f.vn", "one")}
    assert group_portals(portals) == {"A": frozenset("ACE"), "B": frozenset("BF"), "D": frozenset("D")}


def test_a_shared_host_joins_two_backends():
    portals = {"A": portal("a.vn", "one"), "B": portal("b.vn a.vn", "two"), "C": portal("c.vn", "two")}
    assert group_portals(portals) == {"A": frozenset("ABC")}


@pytest.mark.parametrize(("url", "scheduler", "word"), [
    ("sqlite:///x.db", None, "PostgreSQL"), (POSTGRESQL, "tcp://10.1.2.3:8786", "tls://"),
    (POSTGRESQL, "10.1.2.3:8786", "tls://"), (POSTGRESQL, "tcp://máy-điều-phối:8786", "tls://"),
])
def test_an_unsafe_cluster_is_refused_with_what_to_do(url, scheduler, word):
    with pytest.raises(EngineRefused, match=word):
        refuse_unusable(Settings(database_url=url), scheduler)


def test_an_encrypted_cluster_on_postgresql_is_accepted():
    refuse_unusable(Settings(database_url=POSTGRESQL), "tls://10.1.2.3:8786")


def test_whoever_takes_over_leaves_hosts_and_backends_alone_first():
    now = [100.0]
    turnstile = Turnstile(2.0, {"slow": 5.0}, clock=lambda: now[0], taken=True)
    visits = [_Visit("a.vn", ""), _Visit("b.vn", "slow")]
    for visit in visits:
        turnstile.add(visit)
    went = {}
    for tenths in range(80):
        now[0] = 100.0 + tenths / 10
        while (visit := turnstile.next()) is not None:
            went[visit.host] = now[0]
    assert went == {"a.vn": 102.0, "b.vn": 105.0}


def test_a_request_that_goes_late_keeps_the_next_one_back():
    now = [0.0]
    turnstile = Turnstile(2.0, {"slow": 5.0}, clock=lambda: now[0])
    for visit in (_Visit("a.vn", "slow"), _Visit("a.vn", "slow"), _Visit("b.vn", "slow")):
        turnstile.add(visit)
    went = []
    while len(went) < 3:
        if (visit := turnstile.next()) is not None:
            now[0] += 0.5
            turnstile.went(visit.host, visit.backend)
            went.append(now[0])
            turnstile.done(visit.host)
        now[0] += 0.5
    assert went == [0.5, 6.0, 11.5]


class _Visit:
    portal, priority = "P", 0

    def __init__(self, host: str, backend: str) -> None:
        self.host, self.backend = host, backend


def test_a_scheduler_that_is_just_gone_is_waited_for():
    looks: list[int] = []
    future = SimpleNamespace(done=lambda: len(looks) == 2)
    client = SimpleNamespace(submit=lambda *_, **__: future, scheduler_info=dict)  # it knows nothing at that moment
    hand_out(client, NightRun(1, "token"), {"A": 1}, 1, lambda: looks.append(1))
    assert len(looks) == 2


def test_whoever_has_no_key_of_ours_does_not_reach_the_scheduler(tmp_path):
    port = free_port()
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--protocol", "tls", "--host", "127.0.0.1",
               "--port", str(port), "--no-dashboard"]
    with (tmp_path / "log").open("wb") as log:
        scheduler = subprocess.Popen(command, env=os.environ | certificates(tmp_path), stdout=log, stderr=log)
    try:
        ca, cert, key = (str(tmp_path / f"{name}.pem") for name in ("ca", "cert", "key"))
        ours = Security(tls_ca_file=ca, tls_client_cert=cert, tls_client_key=key, require_encryption=True)
        with Client(f"tls://127.0.0.1:{port}", security=ours, timeout=60) as client:
            assert client.scheduler_info()["address"] == f"tls://127.0.0.1:{port}"
        with pytest.raises(OSError, match="TLS certificate does not match"):
            Client(f"tls://127.0.0.1:{port}", security=Security.temporary(), timeout=5)
        with pytest.raises(OSError, match=r"Timed out|ConnectionReset|closed"):
            Client(f"tcp://127.0.0.1:{port}", timeout=2)
    finally:
        scheduler.kill()
        scheduler.wait()


@pytest.mark.slow
def test_a_server_is_kept_by_one_connection_and_given_back_with_it(monkeypatch):
    require("postgresql")
    monkeypatch.setattr("crawler.fence.CHECK", 0.0)
    with postgresql_server() as server:
        from crawler.database import migrate

        url = server.url(server.create_database())
        migrate(url)
        token = take(open_engine(url))
        first = Fence(url, token, ["host a.vn", "backend one"])
        first.take()
        other = Fence(url, token, ["host b.vn", "backend one"])
        with pytest.raises(GroupLocked):
            other.take(patience=0.0)
        third = Fence(url, token, ["host b.vn"])
        third.take(patience=0.0)  # the refused one kept nothing
        first.check()
        with open_engine(url).connect() as link:
            link.exec_driver_sql("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' "
                                 "AND pid <> pg_backend_pid()")
        with pytest.raises(LockLost):
            first.check()
        Fence(url, token, ["backend one", "host a.vn"]).take(patience=5.0)
        with pytest.raises(LockLost):
            Fence(url, "another night's", ["host c.vn"]).check()


@pytest.mark.slow
def test_a_night_on_two_workers_survives_its_parts(tmp_path):
    require("postgresql")
    with lay_bed(tmp_path, 4, 2) as bed:
        expected = undisturbed(bed)
        for part in ("worker", "driver"):
            trial = play(bed, part, part, expected, random.Random(part))
            assert trial.clean, trial
